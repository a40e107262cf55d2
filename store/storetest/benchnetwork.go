package storetest

import (
	"context"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"

	"actorgraph/kb"
)

// Network is a graph in the shape of this domain, made up from a seed and the same
// each time, of a size at which speed matters: most entities have a few relations and
// some have thousands; relations are of the types that are common, most of them told
// once and some up to five times; half of them are dated. Nothing of it is held in
// memory, so that it can be larger than that.
type Network struct{ Entities, Relations int }

// The sizes that figures are told of.
var (
	NetworkS = Network{100_000, 1_000_000}
	NetworkM = Network{1_000_000, 10_000_000}
)

// networkKinds are the kinds of entity, with their share in a hundred.
var networkKinds = []struct {
	kind  kb.Kind
	share int
}{
	{kb.KindPerson, 45}, {kb.KindCompany, 25}, {kb.KindOrganization, 8}, {kb.KindPublicBody, 5}, {kb.KindGovernment, 2}, {kb.KindCountry, 1},
	{kb.KindProduct, 4}, {kb.KindTargeting, 6}, {kb.KindLawsuit, 4},
}

// networkTypes are the types of relation, with their share in a hundred.
var networkTypes = []struct {
	typ      kb.RelationType
	from, to kb.Kind
	share    int
}{
	{kb.Directs, kb.KindPerson, kb.KindCompany, 18}, {kb.Owns, kb.KindCompany, kb.KindCompany, 14}, {kb.WorksFor, kb.KindPerson, kb.KindOrganization, 10},
	{kb.BasedIn, kb.KindCompany, kb.KindCountry, 10}, {kb.AssociatedWith, kb.KindPerson, kb.KindPerson, 9}, {kb.Targeted, kb.KindTargeting, kb.KindPerson, 8},
	{kb.Supplies, kb.KindCompany, kb.KindPublicBody, 8}, {kb.Finances, kb.KindCompany, kb.KindOrganization, 6}, {kb.Operated, kb.KindPublicBody, kb.KindTargeting, 5},
	{kb.DefendantIn, kb.KindCompany, kb.KindLawsuit, 4}, {kb.Makes, kb.KindCompany, kb.KindProduct, 3}, {kb.UsedIn, kb.KindProduct, kb.KindTargeting, 3},
	{kb.PartOf, kb.KindPublicBody, kb.KindGovernment, 2},
}

// Entity is the entity with a number below n.Entities. What is told of it under
// networkKinds goes by the last two digits of the number.
func (n Network) Entity(number int) *kb.Entity {
	rest := number % 100
	for _, row := range networkKinds {
		if rest -= row.share; rest < 0 {
			return &kb.Entity{ID: networkID(number), Kind: row.kind, Name: fmt.Sprintf("%s %d", networkWord(number), number)}
		}
	}
	panic("the shares are a hundred")
}

func networkID(number int) kb.ID { return kb.ID(fmt.Sprintf("entity-%07d", number)) }

// networkWord is a name of three syllables.
func networkWord(number int) string {
	first := []string{"Ka", "Ve", "Lo", "Mi", "Tu", "Ra", "So", "Ne", "Bi", "Do", "Fa", "Gu"}
	middle := []string{"lan", "mben", "ndo", "rik", "skem", "tuv", "vor", "zzal"}
	last := []string{"a", "en", "is", "or", "ard", "ell", "um"}
	return first[number%12] + middle[number/12%8] + last[number/96%7]
}

// of is an entity of a kind: hub tells how far those come first that come early.
func (n Network) of(kind kb.Kind, r *rand.Rand, hub float64) int {
	first, share := 0, 0
	for _, row := range networkKinds {
		if row.kind == kind {
			share = row.share
			break
		}
		first += row.share
	}
	place := int(math.Pow(r.Float64(), hub) * float64(n.Entities/100*share))
	return place/share*100 + first + place%share
}

// Told yields the relations, each with the claims on it. Two may be the same one. What
// is yielded belongs to the caller.
func (n Network) Told() iter.Seq2[*kb.Relation, []*kb.Claim] {
	return func(yield func(*kb.Relation, []*kb.Claim) bool) {
		r := rand.New(rand.NewPCG(1, 2))
		for range n.Relations {
			if !yield(n.relation(r)) {
				return
			}
		}
	}
}

func (n Network) relation(r *rand.Rand) (*kb.Relation, []*kb.Claim) {
	rest, row := r.IntN(100), networkTypes[0]
	for _, row = range networkTypes {
		if rest -= row.share; rest < 0 {
			break
		}
	}
	from, to := n.of(row.from, r, 1.3), n.of(row.to, r, 3)
	if from == to {
		to = (to + 100) % n.Entities
	}
	rel := kb.NewRelation(row.typ, networkID(from), networkID(to), "")
	var since, until kb.Date
	if r.IntN(2) == 0 {
		year := 2000 + r.IntN(24)
		since = [...]kb.Date{kb.MustDate(fmt.Sprint(year)), kb.MustDate(fmt.Sprintf("%d-%02d", year, 1+r.IntN(12))), kb.MustDate(fmt.Sprintf("%d-%02d-%02d", year, 1+r.IntN(12), 1+r.IntN(28)))}[r.IntN(3)]
		if r.IntN(3) == 0 {
			until = kb.MustDate(fmt.Sprint(year + 1 + r.IntN(4)))
		}
	}
	told := [...]int{1, 1, 1, 1, 1, 1, 2, 2, 3, 4 + r.IntN(2)}[r.IntN(10)]
	claims := make([]*kb.Claim, told)
	for i := range claims {
		c := &kb.Claim{
			Fact: rel.ID, Source: networkSource(r.IntN(n.sources())), Locator: kb.Locator{Paragraph: 1 + r.IntN(60), Part: kb.PartBody},
			Statement: "So it stands there.", Stance: kb.Asserts, Reading: kb.Explicit,
			Modality: [...]kb.Modality{kb.Stated, kb.Stated, kb.Stated, kb.Believed, kb.Alleged, kb.Hearsay}[r.IntN(6)],
		}
		if i > 0 && r.IntN(12) == 0 {
			c.Stance = kb.Denies
		}
		if i > 0 && r.IntN(3) == 0 && claims[0].Source != c.Source {
			c.Credits = []kb.Credit{{Source: claims[0].Source, How: kb.CreditNamed}}
		}
		if !since.IsZero() && r.IntN(3) > 0 {
			c.Qualifiers = append(c.Qualifiers, kb.Qualifier{Key: kb.QualifierSince, Value: kb.DateValue{Date: since}})
			if !until.IsZero() {
				c.Qualifiers = append(c.Qualifiers, kb.Qualifier{Key: kb.QualifierUntil, Value: kb.DateValue{Date: until}})
			}
		}
		claims[i] = c
	}
	return rel, claims
}

func (n Network) sources() int { return max(10, n.Relations/50) }

func networkSource(number int) kb.ID { return kb.ID(fmt.Sprintf("source:paper-%06d", number)) }

// Source is the source with a number.
func (n Network) source(number int) *kb.Source {
	return &kb.Source{
		ID: networkSource(number), Kind: kb.SourceArticle, Title: fmt.Sprintf("Paper %d", number), Language: "en",
		Published: kb.MustDate(fmt.Sprintf("%d-%02d-%02d", 2005+number%20, 1+number/20%12, 1+number/240%28)),
	}
}

// Sets yields the network in sets of so many relations with their claims. The first
// sets describe the entities and sources.
func (n Network) Sets(relations int) iter.Seq[*kb.ChangeSet] {
	return func(yield func(*kb.ChangeSet) bool) {
		set := &kb.ChangeSet{}
		flush := func() bool {
			full := set
			set = &kb.ChangeSet{}
			full.Collection = kb.Collection{Name: "network"}
			return full.Len() == 0 || yield(full)
		}
		for i := range n.Entities {
			if set.Entities = append(set.Entities, n.Entity(i)); len(set.Entities) == relations && !flush() {
				return
			}
		}
		for i := range n.sources() {
			if set.Sources = append(set.Sources, n.source(i)); len(set.Sources) == relations && !flush() {
				return
			}
		}
		if !flush() {
			return
		}
		facts, claims := map[kb.ID]bool{}, map[kb.ID]bool{} // of the set
		for rel, told := range n.Told() {
			if once(facts, rel.ID) {
				set.Relations = append(set.Relations, rel)
			}
			for _, c := range told {
				c.Collection = "network"
				c.Identify()
				if once(claims, c.ID) {
					set.Claims = append(set.Claims, c)
				}
			}
			if len(set.Relations) == relations {
				clear(facts)
				clear(claims)
				if !flush() {
					return
				}
			}
		}
		flush()
	}
}

// Reader reads the network as a store is read, as far as link analysis does. What its
// claims come to is told by rough and ready, since nothing but its spread matters there:
// each document is an origin, and the first gives the status.
func (n Network) Reader() kb.Reader { return networkReader{of: n} }

type networkReader struct {
	kb.Reader
	of Network
}

func (r networkReader) Version(context.Context) (int64, error) { return 1, nil }

func (r networkReader) Changes(context.Context, int64, int) ([]kb.Change, error) {
	return []kb.Change{{Version: 1, Op: kb.Added, ID: networkID(0)}}, nil
}

func (r networkReader) Entities() kb.Records[kb.Entity, kb.EntityWhere] {
	return networkEntities{of: r.of}
}

type networkEntities struct {
	kb.Records[kb.Entity, kb.EntityWhere]
	of Network
}

func (e networkEntities) Scan(context.Context, *kb.EntityWhere) iter.Seq2[*kb.Entity, error] {
	return func(yield func(*kb.Entity, error) bool) {
		for i := range e.of.Entities {
			if !yield(e.of.Entity(i), nil) {
				return
			}
		}
	}
}

func (r networkReader) Edges(context.Context, []kb.ID) iter.Seq2[kb.Edge, error] {
	return func(yield func(kb.Edge, error) bool) {
		for r, claims := range r.of.Told() {
			e := kb.Edge{ID: r.ID, Type: r.Type, From: r.From, To: r.To, Status: kb.StatusAlleged, Documents: len(claims), AtLeast: len(claims)}
			if claims[0].Modality == kb.Stated {
				e.Status = kb.StatusStated
			}
			if !yield(e, nil) {
				return
			}
		}
	}
}
