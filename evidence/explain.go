package evidence

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"actorgraph/kb"
)

// Explain says in a sentence or two what support rests on, in words that could be
// printed: "Five documents; one named origin, the Calcalist report of 25 November
// 2021 (three name it, two do not say where they have it)." name gives the name of
// an origin, such as [SourceName] does.
func Explain(s kb.Support, name func(kb.Origin) string) string {
	var out strings.Builder
	switch {
	case s.Documents > 0:
		out.WriteString(sentence(count(s.Documents, "document") + origins(s, name)))
	case s.Inferred > 0:
		out.WriteString(sentence(fmt.Sprintf("no document says so; an analyst reads it in (%s)", count(s.Inferred, "claim"))))
	case s.Status == kb.StatusRetracted:
		out.WriteString("Whoever asserted it has taken it back.")
	case s.Status != "":
		out.WriteString("Nobody asserts it.")
	}
	add := func(n int, text string) {
		if n > 0 {
			out.WriteString(" " + sentence(count(n, "origin")+" "+text))
		}
	}
	add(s.Denials, verb(s.Denials, "denies it", "deny it"))
	add(s.NonConfirmations, verb(s.NonConfirmations, "does not confirm it or is silent", "do not confirm it or are silent"))
	if s.Documents > 0 && s.Inferred > 0 {
		out.WriteString(" " + sentence("besides, "+count(s.Inferred, "claim")+" that an analyst reads in"))
	}
	if n := len(s.Cycles); n > 0 {
		out.WriteString(" " + sentence(count(n, "circle")+" of sources that credit each other and nobody else"))
	}
	return out.String()
}

// maxNamed bounds how many origins an explanation names.
const maxNamed = 3

func origins(s kb.Support, name func(kb.Origin) string) string {
	if s.Named == 0 {
		switch {
		case len(s.Cycles) > 0:
			return ", " + verb(s.Documents, "which leads", "which lead") + " to no origin"
		case s.Documents == 1:
			return ", which does not say where it has it"
		case s.Unattributed == 1:
			return "; none says where it has it, and they count as one"
		}
		return "; none says where it has it"
	}
	silent := ""
	switch {
	case s.Uncredited > 0 && len(s.Cycles) > 0:
		silent = number(s.Uncredited) + " " + verb(s.Uncredited, "leads", "lead") + " to none"
	case s.Uncredited > 0:
		silent = number(s.Uncredited) + " " + verb(s.Uncredited, "does not say where it has it", "do not say where they have it")
	}
	if s.Named == 1 {
		o := s.Origins[0]
		if s.Documents == 1 && o.Documents == 1 {
			return "; one named origin, " + name(o)
		}
		notes := number(o.Documents) + " " + verb(o.Documents, "leads to it", "lead to it")
		if silent != "" {
			notes += ", " + silent
		}
		return "; one named origin, " + name(o) + " (" + notes + ")"
	}
	most := slices.Clone(s.Origins)
	slices.SortStableFunc(most, func(a, b kb.Origin) int { return b.Documents - a.Documents })
	var names []string
	for _, o := range most[:min(maxNamed, len(most))] {
		names = append(names, fmt.Sprintf("%s (%s)", name(o), number(o.Documents)))
	}
	if rest := len(most) - len(names); rest > 0 {
		names = append(names, number(rest)+" more")
	}
	last := len(names) - 1
	out := fmt.Sprintf("; %s named origins: %s and %s", number(s.Named), strings.Join(names[:last], ", "), names[last])
	if silent != "" {
		out += "; " + silent
	}
	return out
}

// SourceName names a source in running text: "the Calcalist report of 25 November
// 2021". publishers are the names of those who published it.
func SourceName(s *kb.Source, publishers []string) string {
	by := strings.Join(publishers, " and ")
	if s.IsPlaceholder() {
		return "the word of " + by
	}
	out := "the " + noun(s.Kind)
	switch {
	case by != "":
		out = "the " + strings.TrimPrefix(by, "The ") + " " + noun(s.Kind)
	case s.Title != "":
		return "“" + s.Title + "”"
	}
	if !s.Published.IsZero() {
		out += " of " + spell(s.Published)
	}
	return out
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

// spell writes a date in words where it is a plain one.
func spell(d kb.Date) string {
	from, to, isInterval := strings.Cut(d.String(), "/")
	for _, form := range []struct{ layout, words string }{
		{time.DateOnly, "2 January 2006"}, {"2006-01", "January 2006"}, {"2006", "2006"},
	} {
		first, err := time.Parse(form.layout, from)
		if err != nil {
			continue
		}
		if !isInterval {
			return first.Format(form.words)
		}
		if last, err := time.Parse(form.layout, to); err == nil {
			return first.Format(form.words) + " to " + last.Format(form.words)
		}
	}
	return d.String()
}

var numbers = []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}

// number writes n as newspapers do: in words up to twelve.
func number(n int) string {
	if n < len(numbers) {
		return numbers[n]
	}
	return fmt.Sprint(n)
}

func count(n int, of string) string { return number(n) + " " + verb(n, of, of+"s") }

func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] + "." }
