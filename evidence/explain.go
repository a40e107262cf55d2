package evidence

import (
	"fmt"
	"slices"
	"strings"

	"actorgraph/kb"
)

// Explain says in a sentence or two what support rests on, in words that could be
// printed: "Five documents; one named origin, the Calcalist report of 25 November
// 2021 (three lead to it, two do not say where they have it)." name gives the name of
// an origin, such as [SourceName] does.
func Explain(s kb.Support, name func(kb.Origin) string) string {
	var said []string
	say := func(is bool, text string) {
		if is {
			said = append(said, sentence(text))
		}
	}
	inferred := "an analyst infers it (" + count(s.Inferred, "claim") + ")"
	switch {
	case s.Documents > 0:
		say(true, count(s.Documents, "document")+origins(s, name))
	case s.Inferred > 0:
		say(true, "no document says so; "+inferred)
	case s.Status == kb.StatusRetracted:
		say(true, "whoever asserted it has taken it back")
	default:
		say(s.Status != "", "nobody asserts it")
	}
	say(s.Denials > 0, count(s.Denials, "origin")+" "+verb(s.Denials, "denies it", "deny it"))
	say(s.NonConfirmations > 0, count(s.NonConfirmations, "origin")+" neither "+verb(s.NonConfirmations, "confirms nor denies it", "confirm nor deny it"))
	say(s.Documents > 0 && s.Inferred > 0, "besides, "+inferred)
	say(len(s.Cycles) == 1, "sources credit only each other, in a circle")
	say(len(s.Cycles) > 1, "sources credit only each other, in "+count(len(s.Cycles), "circle"))
	return strings.Join(said, " ")
}

// maxNamed bounds how many origins an explanation names.
const maxNamed = 3

func origins(s kb.Support, name func(kb.Origin) string) string {
	// A circle may also be one of denials.
	isCircling := len(s.Cycles) > 0 && s.Unattributed < s.Uncredited
	if s.Named == 0 {
		none := "none says where it has it"
		if s.Documents == 2 {
			none = "neither says where it has it"
		}
		switch {
		case isCircling:
			return ", " + verb(s.Documents, "which leads", "which lead") + " to no origin"
		case s.Documents == 1:
			return ", which does not say where it has it"
		case s.Unattributed == 1:
			return "; " + none + ", and they count as one"
		}
		return "; " + none
	}
	silent := ""
	switch {
	case s.Uncredited > 0 && isCircling:
		silent = number(s.Uncredited) + " " + verb(s.Uncredited, "leads", "lead") + " to none"
	case s.Uncredited > 0:
		silent = number(s.Uncredited) + " " + verb(s.Uncredited, "does not say where it has it", "do not say where they have it")
	}
	if s.Named == 1 {
		o := s.Origins[0]
		if s.Documents == 1 {
			return "; one named origin, " + name(o)
		}
		notes := leading(o.Documents, s.Documents)
		if silent != "" {
			notes += ", " + silent
		}
		return "; one named origin, " + name(o) + " (" + notes + ")"
	}
	most := slices.Clone(s.Origins)
	slices.SortStableFunc(most, func(a, b kb.Origin) int { return b.Documents - a.Documents })
	and := " and "
	if s.Documents == 1 {
		and = ", and " // nothing stands between a name and the next
	}
	var names []string
	for i, o := range most[:min(maxNamed, len(most))] {
		documents := ""
		switch {
		case s.Documents == 1:
		case i == 0:
			documents = " (" + count(o.Documents, "document") + ")"
		default:
			documents = " (" + number(o.Documents) + ")"
		}
		names = append(names, name(o)+documents)
	}
	if rest := len(most) - len(names); rest > 0 {
		names = append(names, number(rest)+" more")
	}
	out := fmt.Sprintf("; %s named origins: %s", number(s.Named), listed(names, and))
	if silent != "" {
		out += "; " + silent
	}
	return out
}

// leading says how many of the documents lead to the one origin that is named.
func leading(n, documents int) string {
	switch {
	case n == documents && n == 2:
		return "both lead to it"
	case n == documents:
		return "all lead to it"
	}
	return number(n) + " " + verb(n, "leads to it", "lead to it")
}

// Named is what a text needs of an entity.
type Named struct {
	Name string
	Kind kb.Kind
}

// InText names an entity within a sentence: "the Government of Mexico". A government or
// public body has an article, unless its name is one word. The name of a group only
// describes it and begins with a capital all the same, so it stands in quotation marks.
func (n Named) InText() string {
	switch {
	case n.Kind == kb.KindGroup:
		return "“" + n.Name + "”"
	case (n.Kind == kb.KindGovernment || n.Kind == kb.KindPublicBody) && strings.Contains(n.Name, " ") && !strings.HasPrefix(n.Name, "The "):
		return "the " + n.Name
	}
	return n.Name
}

// InText names entities within a sentence: "Apple, Meta and the Government of Mexico".
func InText(entities []Named) string {
	names := make([]string, len(entities))
	for i, n := range entities {
		names[i] = n.InText()
	}
	return listed(names, " and ")
}

// SourceName names a source in running text: "the Calcalist report of 25 November
// 2021", "a ruling published on 6 October 2021 by the Family court in England".
// publishers are those who published it.
func SourceName(s *kb.Source, publishers []Named) string {
	if s.IsPlaceholder() {
		return "the word of " + InText(publishers)
	}
	what, date := noun(s.Kind), ""
	switch {
	case s.Published.IsZero():
	case isLong(s.Published):
		date = " published " + orLaterSaid(s.Published)
	case isStretch(s.Published), s.Kind == kb.SourceRuling: // which may have been made long before
		date = " published " + onDateSaid(s.Published)
	default:
		date = " of " + DateSaid(s.Published)
	}
	switch {
	case len(publishers) == 1 && (publishers[0].Kind == kb.KindCompany || publishers[0].Kind == kb.KindOrganization):
		return "the " + strings.TrimPrefix(publishers[0].Name, "The ") + " " + what + date
	case len(publishers) > 0:
		return "a " + what + date + " by " + InText(publishers)
	case s.Title != "":
		return "the " + what + " “" + s.Title + "”" + date
	}
	return "a " + what + date + " by an unknown publisher"
}

func noun(k kb.SourceKind) string {
	switch k {
	case kb.SourceArticle:
		return "report"
	case kb.SourceOther:
		return "document"
	}
	return strings.ToLower(string(k))
}

var numbers = []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}

// number writes n as newspapers do: in words up to twelve.
func number(n int) string {
	if n < len(numbers) {
		return numbers[n]
	}
	return grouped(fmt.Sprint(n))
}

func count(n int, of string) string { return number(n) + " " + verb(n, of, of+"s") }

func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// listed joins words: "a, b and c".
func listed(words []string, and string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + and + words[last]
}

// sentence makes a text one; none begins with digits.
func sentence(s string) string {
	if s[0] >= '0' && s[0] <= '9' {
		s = "a total of " + s
	}
	return strings.ToUpper(s[:1]) + s[1:] + "."
}
