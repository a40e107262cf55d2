package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"actorgraph/kb"
)

// hits writes a page of hits as "acme EXACT acme; shell PREFIX Acme Holding".
func hits(page kb.Page[kb.SearchHit]) string {
	var out []string
	for _, h := range page.Items {
		out = append(out, fmt.Sprintf("%s %s %s", h.Entity.ID, h.Tier, h.Matched))
	}
	return strings.Join(out, "; ")
}

func testSearch(t *testing.T, s kb.Store, f *fixture) {
	// Within a tier: the words matched, the degree, the name. Degrees: acme 8,
	// watch 4, bob and lynx 3, shell, suit, union, ann 2, gazette 0.
	const acmes = "acme ALL_WORDS Acme Optics; shell ALL_WORDS Acme Holding; suit ALL_WORDS Union v. Acme"
	table := []struct{ text, want string }{
		{"acme", "acme EXACT acme; shell PREFIX Acme Holding; suit ALL_WORDS Union v. Acme"},
		{"  ＡＣＭＥ ", "acme EXACT acme; shell PREFIX Acme Holding; suit ALL_WORDS Union v. Acme"},
		{"acme optics", "acme EXACT Acme Optics; shell SOME_WORDS Acme Holding; suit SOME_WORDS Union v. Acme"},
		{"Acme Optica", "acme EXACT Acme Óptica; shell SOME_WORDS Acme Holding; suit SOME_WORDS Union v. Acme"},
		{"depot", "depot EXACT depot"},
		{"DEPOT NEUF", "depot EXACT Dépôt Neuf"},
		{"acm", "acme PREFIX Acme Optics; shell PREFIX Acme Holding; suit LAST_BEGUN Union v. Acme"},
		{"cme", ""},
		{"gov", "cabinet PREFIX Government of Utopia"},
		{"cabi", ""}, // an id is found whole or not at all
		{"harbour", "union PREFIX Harbour Union; gazette PREFIX Harbour Gazette; watch ALL_WORDS Watch on the Harbour Union; shell ALL_WORDS Shell Harbour"},
		{"harbour union", "union EXACT Harbour Union; watch ALL_WORDS Watch on the Harbour Union; shell SOME_WORDS Shell Harbour; suit SOME_WORDS Union v. Acme; gazette SOME_WORDS Harbour Gazette"},
		{"union harbour", "watch ALL_WORDS Watch on the Harbour Union; union ALL_WORDS Harbour Union; shell SOME_WORDS Shell Harbour; suit SOME_WORDS Union v. Acme; gazette SOME_WORDS Harbour Gazette"},
		{"capek", "bob ALL_WORDS Bob Čapek"},
		{"čapek, BOB", "bob ALL_WORDS Bob Čapek"},
		{"optics optica", "acme ALL_WORDS Acme Optics"}, // one in the name, one in an alias
		{"acme optica berg", "acme SOME_WORDS Acme Óptica; ann SOME_WORDS Ann Berg; shell SOME_WORDS Acme Holding; suit SOME_WORDS Union v. Acme"},
		{"the the THE", "watch ALL_WORDS Watch on the Harbour Union"},
		{"utopia", "utopia EXACT Utopia; cabinet ALL_WORDS Government of Utopia"},

		// As somebody types: an unfinished word may be the last, from two letters on.
		{"un", "suit PREFIX Union v. Acme; watch LAST_BEGUN Watch on the Harbour Union; union LAST_BEGUN Harbour Union"},
		{"harbour un", "union PREFIX Harbour Union; watch LAST_BEGUN Watch on the Harbour Union; shell SOME_WORDS Shell Harbour; gazette SOME_WORDS Harbour Gazette; suit SOME_WORDS Union v. Acme"},
		{"un harbour", "watch SOME_WORDS Watch on the Harbour Union; union SOME_WORDS Harbour Union; shell SOME_WORDS Shell Harbour; gazette SOME_WORDS Harbour Gazette"},
		{"čap", "bob LAST_BEGUN Bob Čapek"},

		// Mistyped. After what has some of the words comes what has only near ones.
		{"acne", "acme NEAR_WORDS Acme Optics; shell NEAR_WORDS Acme Holding; suit NEAR_WORDS Union v. Acme"},
		{"capke", "bob NEAR_WORDS Bob Čapek"},
		{"harbor union", "watch NEAR_WORDS Watch on the Harbour Union; union NEAR_WORDS Harbour Union; suit SOME_WORDS Union v. Acme; shell SOME_WORDS Shell Harbour; gazette SOME_WORDS Harbour Gazette"},
		{"bpb", ""}, // three letters

		// In other alphabets.
		{"Чапек", "bob NEAR_WORDS Bob Čapek"}, // chapek
		{"Боб", "bob ALL_WORDS Bob Čapek"},
		{"Утоп", "cabinet LAST_BEGUN Government of Utopia; utopia LAST_BEGUN Utopia"},
		{"أكمي أوبتكس", "acme NEAR_WORDS Acme Optics; shell SOME_WORDS Acme Holding; suit SOME_WORDS Union v. Acme"},
		{"בוב צ׳אפק", "bob SOME_WORDS Bob Čapek"}, // צ׳ is no letter of its own

		// Whatever is typed.
		{"\u200facme\u200f", "acme EXACT acme; shell PREFIX Acme Holding; suit ALL_WORDS Union v. Acme"},
		{"👩‍👩‍👧 acme", acmes},
		{strings.Repeat("acme ", 40), acmes},
		{strings.Repeat("é", kb.MaxSearchText), ""},
		{strings.Repeat("\U00010400", kb.MaxSearchText), ""},
		{strings.Repeat("ь", 100), ""},
		{strings.Repeat("qxqx ", 40), ""},

		// Nothing in a search is an operator.
		{`"acme"`, acmes},
		{"acme*", acmes},
		{"+acme", acmes},
		{"^acme", acmes},
		{"(acme)", acmes},
		{"acme OR lynx", "acme SOME_WORDS Acme Optics; lynx SOME_WORDS Lynx; shell SOME_WORDS Acme Holding; suit SOME_WORDS Union v. Acme"},
		{"NOT acme", "acme SOME_WORDS Acme Optics; shell SOME_WORDS Acme Holding; suit SOME_WORDS Union v. Acme"},
		{"name:lynx", "lynx SOME_WORDS Lynx"},
		{"lynx NEAR/2 union", "watch SOME_WORDS Watch on the Harbour Union; lynx SOME_WORDS Lynx; union SOME_WORDS Harbour Union; suit SOME_WORDS Union v. Acme"},
		{"a%e", ""},
		{"a_me", ""},
		{".*", ""},
		{"%", ""},
		{"*", ""},
		{`"`, ""},
		{`'; DROP`, ""},
		{"AND", ""},

		{"", ""},
		{" \t ", ""},
		{"?! 🂡 —", ""},
		{"\u0301", ""},
	}
	for _, row := range table {
		t.Run(fmt.Sprintf("%q", row.text), func(t *testing.T) {
			page, err := s.Search(t.Context(), kb.SearchQuery{Text: row.text, First: 50})
			if err != nil {
				t.Fatal(err)
			}
			if got := hits(page); got != row.want {
				t.Errorf("got  %s\nwant %s", got, row.want)
			}
			if page.HasNext || page.HasPrevious || len(page.Keys) != len(page.Items) {
				t.Errorf("of the only page HasNext is %v, HasPrevious %v, with %d keys", page.HasNext, page.HasPrevious, len(page.Keys))
			}
			n, err := s.SearchCount(t.Context(), kb.SearchQuery{Text: row.text, First: 1})
			if err != nil || n != len(list(row.want)) {
				t.Errorf("%d are counted, %v, want %d", n, err, len(list(row.want)))
			}
		})
	}
	t.Run("with how many words", func(t *testing.T) {
		page, err := s.Search(t.Context(), kb.SearchQuery{Text: "acme optica berg", First: 50})
		if err != nil {
			t.Fatal(err)
		}
		var words []int
		for _, h := range page.Items {
			words = append(words, h.Words)
		}
		equal(t, words, []int{2, 1, 1, 1})
	})
	t.Run("whole entities", func(t *testing.T) {
		page, err := s.Search(t.Context(), kb.SearchQuery{Text: "depot", First: 1})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, page.Items[0].Entity, one(t, s.Entities(), "depot"))
	})
	t.Run("among those that pass a filter", func(t *testing.T) {
		q := kb.SearchQuery{Text: "acme", Where: kind(kb.KindCompany), First: 50}
		page, err := s.Search(t.Context(), q)
		if got, want := hits(page), "acme EXACT acme; shell PREFIX Acme Holding"; err != nil || got != want {
			t.Errorf("got %s, %v, want %s", got, err, want)
		}
		if n, err := s.SearchCount(t.Context(), q); err != nil || n != 2 {
			t.Errorf("%d are counted, %v, want 2", n, err)
		}
		q.Where = &kb.EntityWhere{Relations: &kb.RelationsFilter{None: &kb.EndWhere{Where: typ(kb.Owns)}}}
		page, err = s.Search(t.Context(), q)
		if got, want := hits(page), "suit ALL_WORDS Union v. Acme"; err != nil || got != want {
			t.Errorf("got %s, %v, want %s", got, err, want)
		}
	})
	t.Run("page by page", func(t *testing.T) {
		for n := 1; n <= 5; n++ {
			q := kb.SearchQuery{Text: "harbour union", First: n}
			var got []kb.ID
			for {
				page, err := s.Search(t.Context(), q)
				if err != nil {
					t.Fatal(err)
				}
				for _, h := range page.Items {
					got = append(got, h.Entity.ID)
				}
				if page.HasPrevious != (q.After != nil) {
					t.Errorf("pages of %d: HasPrevious is %v behind %d hits", n, page.HasPrevious, len(got))
				}
				if page.HasNext != (len(got) < 5) {
					t.Fatalf("pages of %d: HasNext is %v after %d hits of 5", n, page.HasNext, len(got))
				}
				if !page.HasNext {
					break
				}
				q.After = page.Keys[len(page.Keys)-1]
			}
			if want := []kb.ID{"union", "watch", "shell", "suit", "gazette"}; !slices.Equal(got, want) {
				t.Errorf("pages of %d: got %v, want %v", n, got, want)
			}
		}
	})
	t.Run("behind a place that is no hit any more", func(t *testing.T) {
		number := func(n int64) kb.KeyValue { return kb.KeyValue{Number: &n} }
		word := func(s string) kb.KeyValue { return kb.KeyValue{Text: &s} }
		// A hit of one word and degree 2, between shell harbour and union v. acme.
		after := kb.Keyset{number(5), number(-1), number(-2), word("tea house"), word("tea-house")}
		page, err := s.Search(t.Context(), kb.SearchQuery{Text: "harbour union", First: 50, After: after})
		if got, want := hits(page), "suit SOME_WORDS Union v. Acme; gazette SOME_WORDS Harbour Gazette"; err != nil || got != want {
			t.Errorf("got %s, %v, want %s", got, err, want)
		}
	})
	t.Run("what is no search", func(t *testing.T) {
		for _, q := range []kb.SearchQuery{
			{Text: "acme"}, {Text: "acme", First: kb.MaxPage + 1}, {Text: strings.Repeat("x", kb.MaxSearchText+1), First: 1},
			{Text: "\xff", First: 1}, {Text: "acme", First: 1, After: kb.Keyset{}},
		} {
			if _, err := s.Search(t.Context(), q); !errors.Is(err, kb.ErrInvalid) {
				t.Errorf("%+q: got %v, want %v", q.Text, err, kb.ErrInvalid)
			}
		}
	})
}

// testSearchAtOnce looks for what was written just now, by near words.
func testSearchAtOnce(t *testing.T, s kb.Store) {
	find := func(text, want string) {
		t.Helper()
		page, err := s.Search(t.Context(), kb.SearchQuery{Text: text, First: 5})
		if got := hits(page); err != nil || got != want {
			t.Errorf("%q: got %s, %v, want %s", text, got, err, want)
		}
	}
	find("pegassus", "")
	set := small()
	apply(t, s, set)
	find("pegassus", "")
	find("oktica", "acme NEAR_WORDS Acme Óptica")
	set = &kb.ChangeSet{Collection: set.Collection, Entities: []*kb.Entity{{ID: "tool", Kind: kb.KindProduct, Name: "Pegasus"}}}
	apply(t, s, set)
	find("pegassus", "tool NEAR_WORDS Pegasus")
	alias := kb.NewProperty("tool", kb.KeyAlias, kb.TextValue{Text: "Пегасус"}, "")
	claim := saying(alias.ID, 3)
	apply(t, s, &kb.ChangeSet{Collection: set.Collection, Properties: []*kb.Property{alias}, Claims: []*kb.Claim{claim}})
	find("пегасс", "tool NEAR_WORDS Pegasus")
	find("פגסוס", "tool NEAR_WORDS Pegasus")
	set.Entities[0].Name = "Trident"
	apply(t, s, set)
	find("tridnet", "tool NEAR_WORDS Trident")
	find("pegassus", "tool NEAR_WORDS Пегасус")
	apply(t, s, &kb.ChangeSet{Collection: set.Collection, Remove: []kb.ID{claim.ID}})
	find("pegassus", "")
}

// testSearchMeanwhile searches while others write: what is found is of one state, though
// each set brings words that were never there.
func testSearchMeanwhile(t *testing.T, s kb.Store) {
	const sets, each = 30, 5
	var writing sync.WaitGroup
	writing.Go(func() {
		for i := range sets {
			set := &kb.ChangeSet{Collection: kb.Collection{Name: "harbour"}}
			for k := range each {
				// No two are the same word, and all are two letters from members.
				name := "members" + string(rune('a'+i%26)) + string(rune('a'+i/26*each+k))
				set.Entities = append(set.Entities, &kb.Entity{ID: kb.ID(name), Kind: kb.KindOrganization, Name: "The " + name})
			}
			if _, err := s.Apply(t.Context(), set); err != nil {
				t.Errorf("set %d: %v", i, err)
				return
			}
		}
	})
	for last := 0; last < sets*each; {
		n, err := s.SearchCount(t.Context(), kb.SearchQuery{Text: "memberszz the", First: 1})
		if err != nil || n%each != 0 || n < last {
			t.Errorf("%d are found after %d, %v", n, last, err)
			break
		}
		last = n
		if t.Failed() {
			break
		}
	}
	writing.Wait()
}
