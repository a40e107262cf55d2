// Package storetest holds the promises of [kb.Store] as one suite of tests for
// every store.
//
// [Run] goes through them topic by topic, one file each. Questions with answers
// worked out by hand are about one small graph, drawn in fixture.go. Beyond that
// it asks a great many generated questions of generated graphs, and takes the
// answers of package plain, which looks at every record, for the right ones.
//
// No expectation differs between stores. Where one would have to, the contract
// in package kb is to be made clearer, not the test.
//
// [Benchmark] times stores over a larger graph, of the shape of the domain.
package storetest

import (
	"slices"
	"strings"
	"testing"

	"actorgraph/kb"
)

// Run holds the stores that open returns against the contract. Each call of open
// gives an empty store of its own, which ends with the test it is given; no two
// are used at the same time, so that one database, wiped each time, will do.
func Run(t *testing.T, open func(t *testing.T) kb.Store) {
	t.Run("Reading", func(t *testing.T) {
		f := newFixture()
		s := open(t)
		f.load(t, s)
		for _, c := range reading {
			t.Run(c.name, func(t *testing.T) { c.test(t, s, f) })
		}
	})
	for _, c := range writing {
		t.Run(c.name, func(t *testing.T) { c.test(t, open(t)) })
	}
	t.Run("Histories", func(t *testing.T) { testHistories(t, open) })
	t.Run("Random", func(t *testing.T) { testRandom(t, open) })
}

// reading lists the tests that ask about the fixture and change nothing.
var reading = []struct {
	name string
	test func(t *testing.T, s kb.Store, f *fixture)
}{
	{"Get", testGet},
	{"Records", testRecords},
	{"Find", testFind},
	{"EntityFilters", testEntityFilters},
	{"RelationFilters", testRelationFilters},
	{"PropertyFilters", testPropertyFilters},
	{"ClaimFilters", testClaimFilters},
	{"SourceFilters", testSourceFilters},
	{"LargeFilters", testLargeFilters},
	{"Order", testOrder},
	{"Pages", testPages},
	{"Facet", testFacet},
	{"Summaries", testSummaries},
	{"SummariesUnderLens", testSummariesUnderLens},
	{"EditorialUnderLens", testEditorialUnderLens},
	{"NamesUnderLens", testNamesUnderLens},
	{"Search", testSearch},
}

// writing lists the tests that begin with an empty store.
var writing = []struct {
	name string
	test func(t *testing.T, s kb.Store)
}{
	{"UsersOf", testUsersOf},
	{"ValueOrder", testValueOrder},
	{"ApplyCounts", testApplyCounts},
	{"ApplyDerives", testApplyDerives},
	{"ApplyInherits", testApplyInherits},
	{"ApplyInheritsFiling", testApplyInheritsFiling},
	{"ApplyKind", testApplyKind},
	{"ApplyWhole", testApplyWhole},
	{"ApplyProblems", testApplyProblems},
	{"ApplyKeys", testApplyKeys},
	{"ApplyKeepsApart", testApplyKeepsApart},
	{"ApplyTexts", testApplyTexts},
	{"RemoveClaims", testRemoveClaims},
	{"RemoveAnswered", testRemoveAnswered},
	{"RemoveEntities", testRemoveEntities},
	{"RemoveChain", testRemoveChain},
	{"Verify", testVerify},
	{"Replace", testReplace},
	{"RemoveCollection", testRemoveCollection},
	{"Charts", testCharts},
	{"ChartsAtOnce", testChartsAtOnce},
	{"Changes", testChanges},
	{"Scan", testScan},
	{"PagesBesideWriters", testPagesBesideWriters},
	{"PagesMeanwhile", testPagesMeanwhile},
	{"SearchAtOnce", testSearchAtOnce},
	{"SearchMeanwhile", testSearchMeanwhile},
	{"Writers", testWriters},
	{"SameFact", testSameFact},
	{"SameKey", testSameKey},
	{"WaitingWriter", testWaitingWriter},
	{"Cancel", testCancel},
	{"CancelMeanwhile", testCancelMeanwhile},
	{"Close", testClose},
	{"CloseMeanwhile", testCloseMeanwhile},
}

// idOf is the id of a record of any class.
func idOf(record any) kb.ID {
	switch r := record.(type) {
	case *kb.Entity:
		return r.ID
	case *kb.Source:
		return r.ID
	case *kb.Relation:
		return r.ID
	case *kb.Property:
		return r.ID
	case *kb.Claim:
		return r.ID
	}
	panic("no record")
}

func idsOf[T any](records []*T) []kb.ID {
	ids := make([]kb.ID, len(records))
	for i, r := range records {
		ids[i] = idOf(r)
	}
	return ids
}

// find asks for the one page of a question without parents.
func find[T, W any](t *testing.T, records kb.Records[T, W], q kb.Query[W]) kb.Page[T] {
	t.Helper()
	pages, err := records.Find(t.Context(), q)
	if err != nil {
		t.Fatalf("Find: %v", err)
	}
	if len(pages) != 1 {
		t.Fatalf("Find gave %d pages without parents, want 1", len(pages))
	}
	return pages[0]
}

// count asks for the one number of a question without parents.
func count[T, W any](t *testing.T, records kb.Records[T, W], q kb.Query[W]) int {
	t.Helper()
	counts, err := records.Count(t.Context(), q)
	if err != nil {
		t.Fatalf("Count: %v", err)
	}
	if len(counts) != 1 {
		t.Fatalf("Count gave %d numbers without parents, want 1", len(counts))
	}
	return counts[0]
}

// scan lists the ids that a scan yields.
func scan[T, W any](t *testing.T, records kb.Records[T, W], where *W) []kb.ID {
	t.Helper()
	var ids []kb.ID
	for r, err := range records.Scan(t.Context(), where) {
		if err != nil {
			t.Fatalf("Scan: %v", err)
		}
		ids = append(ids, idOf(r))
	}
	return ids
}

// list splits names that are written in one line, "a; b; c".
func list(names string) []string {
	if names == "" {
		return nil
	}
	return strings.Split(names, "; ")
}

func sorted(names []string) []string { return slices.Sorted(slices.Values(names)) }
