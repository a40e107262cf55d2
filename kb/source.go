package kb

import (
	"cmp"
	"slices"
)

// Source is a document or an act of publication. Its text may be held, or it may
// only be known that others cite it. Its own fields are bibliographic and need
// no claim.
type Source struct {
	ID            ID
	Kind          SourceKind
	Title         string // as it is printed
	Publishers    []ID   // entities
	Byline        string
	Published     Date
	PublishedNote string // how the date was determined
	Retrieved     Date
	URL           string
	Language      string // BCP 47
	FileName      string // of the copy it was read from
	Fingerprint   string // text.Fingerprint of the text, where it was held
	Cites         []ID   // sources
	DerivesFrom   []Derivation
	Act           ID // the event that the publication itself was, where the graph speaks of it
	Note          string

	// Collections names the collections that describe the source, sorted.
	// Stores fill it in.
	Collections []string
}

// IsPlaceholder tells whether s stands for the word of an actor where no document
// is named ("according to X"): it has a publisher, and nothing that a document has.
func (s *Source) IsPlaceholder() bool {
	return s.Kind == SourceOther && len(s.Publishers) > 0 &&
		s.Title == "" && s.URL == "" && s.FileName == "" && s.Fingerprint == "" && s.Act == ""
}

// SourceKind says what sort of document a source is.
type SourceKind string

// The kinds of source.
const (
	SourceArticle   SourceKind = "ARTICLE"
	SourceReport    SourceKind = "REPORT"
	SourceFiling    SourceKind = "FILING"
	SourceRuling    SourceKind = "RULING"
	SourceStatement SourceKind = "STATEMENT"
	SourceDataset   SourceKind = "DATASET"
	SourceRegister  SourceKind = "REGISTER"
	SourcePost      SourceKind = "POST"
	SourceOther     SourceKind = "OTHER"
)

// SourceKinds lists the kinds of source.
var SourceKinds = []SourceKind{SourceArticle, SourceReport, SourceFiling, SourceRuling, SourceStatement, SourceDataset, SourceRegister, SourcePost, SourceOther}

// Derivation says that a document has its text from another: a copy, a
// translation, a digest.
type Derivation struct {
	Source ID // the parent
	How    DerivationHow
	Basis  DerivationBasis
	Note   string // what shows it
}

// DerivationHow says in which way one text comes from another.
type DerivationHow string

// The ways in which a text comes from another.
const (
	Copy        DerivationHow = "COPY"
	Translation DerivationHow = "TRANSLATION"
	Digest      DerivationHow = "DIGEST"
)

// DerivationHows lists the ways in which a text comes from another.
var DerivationHows = []DerivationHow{Copy, Translation, Digest}

// DerivationBasis says who tells that a text comes from another.
type DerivationBasis string

// Who tells that a text comes from another.
const (
	Declared DerivationBasis = "DECLARED" // the document or an analyst
	Detected DerivationBasis = "DETECTED" // the program
)

// DerivationBases lists who can tell that a text comes from another.
var DerivationBases = []DerivationBasis{Declared, Detected}

// Derivations lists those of DerivesFrom that have this basis.
func (s *Source) Derivations(basis DerivationBasis) []Derivation {
	return slices.DeleteFunc(slices.Clone(s.DerivesFrom), func(d Derivation) bool { return d.Basis != basis })
}

// Normalize brings the lists of s into the one order in which stores keep them.
// The order of publishers is kept.
func (s *Source) Normalize() {
	s.Cites = sortedIDs(s.Cites)
	slices.SortFunc(s.DerivesFrom, func(a, b Derivation) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.How, b.How))
	})
}
