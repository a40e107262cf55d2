// Package kb is the vocabulary of actorgraph: what the rest of the program
// talks about, and the contract of the stores that keep it.
//
// The graph is made of entities (companies, governments, lawsuits, lists,
// acts of surveillance) and of facts about them. A fact is a [Relation], typed,
// from one entity to another, or a [Property], a typed value of one entity.
// Facts are what may be true. What is known about them are claims: a [Claim]
// is the word of one [Source] on one fact, with the dates, amounts and roles
// as that source gives them. A fact has no truth and no dates of its own; all
// that is shown about it is computed from its claims.
//
// The words come from closed tables: [Kinds], [RelationTypes], [PropertyKeys],
// [QualifierKeys] and the enumerations beside them. The tables say which ends
// a relation may have, which value a key takes, which qualifiers a claim may
// carry. Nothing outside of them enters a store.
//
// Records are written as a [ChangeSet], which is checked by Validate before a
// store sees it and stored whole or not at all. They are read through [Reader]:
// by id, by filter with keyset pages, as counts and facets, by search, by scan.
// A store is anything that keeps the promises of [Store]; package storetest
// holds them as one suite of tests.
//
// The package imports no other package of the program.
package kb
