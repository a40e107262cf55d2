package storetest

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"actorgraph/kb"
)

// buckets asks for the one list of a facet and writes it as "value 3; other 1".
func buckets[T, W any](t *testing.T, records kb.Records[T, W], q kb.Query[W], by kb.FacetKey, n int) string {
	t.Helper()
	got, err := records.Facet(t.Context(), q, by, n)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 {
		t.Fatalf("got %d lists of buckets without parents, want 1", len(got))
	}
	var out []string
	for _, b := range got[0] {
		out = append(out, b.Value+" "+strconv.Itoa(b.Count))
	}
	return strings.Join(out, "; ")
}

func testFacets[T, W any](t *testing.T, records kb.Records[T, W], table map[kb.FacetKey]string) {
	t.Helper()
	for by, want := range table {
		if got := buckets(t, records, kb.Query[W]{}, by, 100); got != want {
			t.Errorf("by %s:\ngot  %s\nwant %s", by, got, want)
		}
	}
}

func testFacet(t *testing.T, s kb.Store, f *fixture) {
	t.Run("of all entities", func(t *testing.T) {
		testFacets(t, s.Entities(), map[kb.FacetKey]string{
			kb.FacetKind:       "company 3; organization 2; person 2; country 1; government 1; lawsuit 1; measure 1; place 1; product 1; targeting 1",
			kb.FacetCollection: "harbour 13; context 3",
		})
	})
	t.Run("of all relations", func(t *testing.T) {
		testFacets(t, s.Relations(), map[kb.FacetKey]string{
			kb.FacetType: "OWNS 3; DEFENDANT_IN 1; DIRECTS 1; FAMILY_OF 1; GOVERNS 1; LISTED_ON 1; MAKES 1; OCCURRED_IN 1; OPERATED 1; " +
				"PLAINTIFF_IN 1; SUPPLIES 1; SUPPORTS 1; TARGETED 1; USED_IN 1; USES 1",
			kb.FacetFromKind:   "company 7; person 4; government 2; targeting 2; organization 1; product 1",
			kb.FacetToKind:     "company 6; country 2; lawsuit 2; product 2; targeting 2; measure 1; organization 1; person 1",
			kb.FacetSource:     "source:gazette-1 9; source:filing 5; source:statement 3; source:bulletin 2; source:register 2",
			kb.FacetCollection: "harbour 16; context 2",
		})
	})
	t.Run("of all properties", func(t *testing.T) {
		testFacets(t, s.Properties(), map[kb.FacetKey]string{
			kb.FacetByKey:      "alias 2; debt 2; rating 2; date 1; effect 1; filed 1; occurrence 1; size 1; website 1",
			kb.FacetUnit:       "EUR 1; USD 1; members 1", // ties by their bytes
			kb.FacetSource:     "source:gazette-1 5; source:filing 4; source:register 2; source:bulletin 1",
			kb.FacetCollection: "harbour 10; context 2",
		})
	})
	t.Run("of all claims", func(t *testing.T) {
		testFacets(t, s.Claims(), map[kb.FacetKey]string{
			kb.FacetStance:     "ASSERTS 31; DENIES 1; DOES_NOT_CONFIRM 1",
			kb.FacetModality:   "STATED 20; ALLEGED 6; OPINION 3; BELIEVED 1; DERIVED 1; HEARSAY 1; IMPLIED 1",
			kb.FacetReading:    "EXPLICIT 32; INFERRED 1",
			kb.FacetSource:     "source:gazette-1 14; source:filing 9; source:register 4; source:bulletin 3; source:statement 3",
			kb.FacetSpeaker:    "acme 3; bob 1; depot 1; union 1",
			kb.FacetCollection: "harbour 29; context 4",
		})
	})
	t.Run("of all sources", func(t *testing.T) {
		testFacets(t, s.Sources(), map[kb.FacetKey]string{
			kb.FacetKind:       "ARTICLE 2; FILING 1; REGISTER 1; STATEMENT 1",
			kb.FacetPublisher:  "acme 1; cabinet 1; depot 1; gazette 1; union 1",
			kb.FacetLanguage:   "en 2; de 1",
			kb.FacetCollection: "harbour 4; context 1",
		})
	})
	t.Run("no more buckets than asked for", func(t *testing.T) {
		if got, want := buckets(t, s.Entities(), kb.Query[kb.EntityWhere]{}, kb.FacetKind, 4), "company 3; organization 2; person 2; country 1"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
	t.Run("of what passes a filter", func(t *testing.T) {
		q := kb.Query[kb.RelationWhere]{Where: &kb.RelationWhere{From: entity("acme")}}
		if got, want := buckets(t, s.Relations(), q, kb.FacetToKind, 9), "company 3; lawsuit 1; measure 1; product 1"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		q.Where = &kb.RelationWhere{Or: []*kb.RelationWhere{}}
		if got := buckets(t, s.Relations(), q, kb.FacetType, 9); got != "" {
			t.Errorf("of nothing: got %s", got)
		}
	})
	t.Run("of what another class is counted by", func(t *testing.T) {
		for by, err := range map[kb.FacetKey]error{
			kb.FacetStance: facetError(t, s.Entities(), kb.FacetStance, 5),
			kb.FacetUnit:   facetError(t, s.Relations(), kb.FacetUnit, 5),
			"":             facetError(t, s.Claims(), "", 5),
			kb.FacetKind:   facetError(t, s.Sources(), kb.FacetKind, 0), // its own, but no bucket
		} {
			if !errors.Is(err, kb.ErrInvalid) {
				t.Errorf("by %q: got %v, want %v", by, err, kb.ErrInvalid)
			}
		}
	})
}

func facetError[T, W any](t *testing.T, records kb.Records[T, W], by kb.FacetKey, n int) error {
	got, err := records.Facet(t.Context(), kb.Query[W]{}, by, n)
	if err == nil {
		return fmt.Errorf("it was answered: %v", got)
	}
	return err
}
