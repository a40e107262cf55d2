package documents_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"actorgraph/documents"
	"actorgraph/kb"
	"actorgraph/text"
)

// sentence is one of a telling, with the facts that it tells.
type sentence struct {
	words   string
	facts   []string
	credits []string
}

// tale is somebody's telling of a story, by paragraphs.
type tale struct {
	story, name string
	paragraphs  [][]sentence
}

// theTales are those of testdata/tellings.txt.
func theTales(t testing.TB) map[string]map[string]*tale {
	t.Helper()
	content, err := os.ReadFile("testdata/tellings.txt")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string]*tale{}
	for _, part := range strings.Split(string(content), "\n== ")[1:] {
		head, body, _ := strings.Cut(part, "\n")
		story, name, _ := strings.Cut(head, " / ")
		told := &tale{story: story, name: name}
		for paragraph := range strings.SplitSeq(strings.TrimSpace(body), "\n\n") {
			var of []sentence
			for line := range strings.SplitSeq(paragraph, "\n") {
				tags, words, ok := strings.Cut(strings.TrimPrefix(line, "["), "] ")
				if !ok {
					t.Fatalf("no facts in %q", line)
				}
				s := sentence{words: words}
				for _, tag := range strings.Fields(tags) {
					if credited, ok := strings.CutPrefix(tag, "@"); ok {
						s.credits = append(s.credits, credited)
					} else {
						s.facts = append(s.facts, tag)
					}
				}
				of = append(of, s)
			}
			told.paragraphs = append(told.paragraphs, of)
		}
		if out[story] == nil {
			out[story] = map[string]*tale{}
		}
		out[story][name] = told
	}
	return out
}

var stories = []string{"ferry", "dam", "clinic", "mine", "painting", "port"}

// words are those of the whole tale.
func (l *tale) words() string {
	var out []string
	for _, p := range l.paragraphs {
		var of []string
		for _, s := range p {
			of = append(of, s.words)
		}
		out = append(out, strings.Join(of, " "))
	}
	return strings.Join(out, "\n")
}

// text is the tale with the claims of a reader who passes over a share of the facts.
func (l *tale) text(t testing.TB, random *rand.Rand, missed float64) *documents.Text {
	t.Helper()
	id := kb.ID("source:" + l.story + "-" + l.name)
	out := &documents.Text{Source: &kb.Source{ID: id, Language: "en"}, Document: plain(t, string(id), l.words())}
	for i, p := range l.paragraphs {
		start := 0
		for _, s := range p {
			length := len([]rune(s.words))
			for _, fact := range s.facts {
				if random.Float64() < missed {
					continue
				}
				c := &kb.Claim{
					Fact: kb.ID("property:" + l.story + "-" + fact), Source: id, Stance: kb.Asserts, Reading: kb.Explicit,
					Locator: kb.Locator{Paragraph: i + 1, Start: start, Length: length, Hash: text.Hash(s.words)},
				}
				for _, credited := range s.credits {
					c.Credits = append(c.Credits, kb.Credit{Source: kb.ID("source:" + credited), How: kb.CreditNamed})
				}
				out.Claims = append(out.Claims, c)
			}
			start += length + 1
		}
	}
	return out
}

// inLanguage is t as a text of another language.
func inLanguage(t *documents.Text, language string) *documents.Text {
	source := *t.Source
	source.Language = language
	return &documents.Text{Source: &source, Document: t.Document, Claims: t.Claims}
}

// uncredited is t as a text that does not say where it has it from.
func uncredited(t *documents.Text) *documents.Text {
	for _, c := range t.Claims {
		c.Credits = nil
	}
	return t
}

func plain(t testing.TB, name, content string) *documents.Document {
	t.Helper()
	d, err := documents.Read(context.Background(), name+".txt", bytes.NewReader([]byte(content)))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// reworded is l with a share of its words put into others, as a machine does that
// knows but words.
func (l *tale) reworded(random *rand.Rand, share float64) *tale {
	out := &tale{story: l.story, name: fmt.Sprintf("%s-%02.0f", l.name, 100*share)}
	for _, p := range l.paragraphs {
		var of []sentence
		for _, s := range p {
			words := strings.Fields(s.words)
			for i := range words {
				if random.Float64() < share {
					words[i] = invented(random)
				}
			}
			of = append(of, sentence{strings.Join(words, " "), s.facts, s.credits})
		}
		out.paragraphs = append(out.paragraphs, of)
	}
	return out
}

func invented(random *rand.Rand) string {
	var b strings.Builder
	for range 2 + random.IntN(3) {
		b.WriteByte("bdfgklmnprstv"[random.IntN(13)])
		b.WriteByte("aeiou"[random.IntN(5)])
	}
	return b.String()
}

// inOrderOf is l with its facts in the order in which another tells them, and what it
// alone tells in between as before.
func (l *tale) inOrderOf(other *tale) *tale {
	place := map[string]int{}
	for _, p := range other.paragraphs {
		for _, s := range p {
			for _, fact := range s.facts {
				place[fact] = len(place) + 1
			}
		}
	}
	var all, both []sentence
	for _, p := range l.paragraphs {
		for _, s := range p {
			for _, fact := range s.facts {
				all = append(all, sentence{s.words, []string{fact}, s.credits})
				if place[fact] > 0 {
					both = append(both, all[len(all)-1])
				}
			}
		}
	}
	for i := range both { // insertion sort: they are few
		for j := i; j > 0 && place[both[j].facts[0]] < place[both[j-1].facts[0]]; j-- {
			both[j], both[j-1] = both[j-1], both[j]
		}
	}
	out := &tale{story: l.story, name: l.name + "-in-order"}
	for _, s := range all {
		if place[s.facts[0]] > 0 {
			s, both = both[0], both[1:]
		}
		out.paragraphs = append(out.paragraphs, []sentence{s})
	}
	return out
}

// planted is a pair of texts, and of what sort it is.
type planted struct {
	sort string
	a, b *documents.Text
}

// plantedPairs are made of the tales, with readers who each miss a share of the facts.
func plantedPairs(t testing.TB, missed float64) []planted {
	t.Helper()
	const draws = 5
	random := rand.New(rand.NewPCG(7, 11))
	tales := theTales(t)
	read := func(l *tale) *documents.Text { return l.text(t, random, missed) }
	var out []planted
	for range draws {
		for i, story := range stories {
			of := tales[story]
			agency, turned, digest := of["text"], of["turned"], of["digest"]
			for _, share := range []float64{0.05, 0.1, 0.2, 0.3, 0.4, 0.5} {
				out = append(out, planted{fmt.Sprintf("copy, %.0f%% of the words changed", 100*share), read(agency), read(agency.reworded(random, share))})
			}
			half := &tale{story: story, name: "half", paragraphs: agency.paragraphs[:len(agency.paragraphs)/2]}
			out = append(out, planted{"copy, cut to the first half", read(agency), read(half)})
			turnedOver := &tale{story: story, name: "turned-over"}
			for _, p := range agency.paragraphs {
				turnedOver.paragraphs = append([][]sentence{p}, turnedOver.paragraphs...)
			}
			out = append(out, planted{"copy, paragraphs in another order", read(agency), read(turnedOver)})
			longer := read(&tale{story: story, name: "longer", paragraphs: append(append([][]sentence{}, tales[stories[(i+1)%len(stories)]]["own"].paragraphs...), agency.paragraphs...)})
			out = append(out, planted{"copy, as part of a longer text", read(agency), longer})

			out = append(out, planted{"translation", read(agency), inLanguage(read(turned), "de")})
			out = append(out, planted{"digest of a translation", read(agency), inLanguage(read(digest), "de")})
			for _, own := range []string{"own", "own2"} {
				for _, from := range []*tale{agency, turned, digest} {
					out = append(out, planted{"told independently", read(from), read(of[own])})
					out = append(out, planted{"told independently, in another language", read(from), inLanguage(read(of[own]), "de")})
				}
				ordered := of[own].inOrderOf(agency)
				out = append(out, planted{"told independently, but in the same order", read(agency), read(ordered)})
				out = append(out, planted{"the same, in another language", read(agency), inLanguage(read(ordered), "de")})
			}
			out = append(out, planted{"told independently", read(of["own"]), read(of["own2"])})
			statement := turned.paragraphs[1][:2]
			with := func(l *tale) *tale {
				return &tale{story: story, name: l.name, paragraphs: append([][]sentence{statement}, l.paragraphs...)}
			}
			out = append(out, planted{"told independently, around one passage", read(with(of["own"])), read(with(of["own2"]))})
			if of["notes"] != nil {
				out = append(out, planted{"two reports of one statement", read(of["notes"]), read(of["notes2"])})
				out = append(out, planted{"two reports of one statement, in two languages", read(of["notes"]), inLanguage(read(of["notes2"]), "de")})
				out = append(out, planted{"the same, credited to nobody", uncredited(read(of["notes"])), uncredited(read(of["notes2"]))})
				out = append(out, planted{"the same, in two languages, credited to nobody", uncredited(read(of["notes"])), inLanguage(uncredited(read(of["notes2"])), "de")})
			}
		}
	}
	return out
}
