package model

import (
	"context"

	"actorgraph/kb"
)

// Claim is one source's word on one fact.
type Claim struct {
	*kb.Claim
	set *siblings[*Claim]
}

func (*Claim) node() {}

var claimTable = table[kb.Claim, kb.ClaimWhere, *Claim]{
	class:   kb.ClaimClass,
	records: func(r kb.Reader) kb.Records[kb.Claim, kb.ClaimWhere] { return r.Claims() },
	wrap: func(_ context.Context, v *View, _ []kb.ID, lists [][]*kb.Claim) ([][]*Claim, error) {
		return wrapLists(lists, v.claims()), nil
	},
	only: onlyClaims,
}

// claims returns what wraps claims into one new set of siblings.
func (v *View) claims() func(*kb.Claim) *Claim {
	set := newSiblings[*Claim](v)
	return func(c *kb.Claim) *Claim {
		w := &Claim{c, set}
		set.members = append(set.members, w)
		return w
	}
}

// Claims reads claims by id as one set of siblings.
func (v *View) Claims(ctx context.Context, ids ...kb.ID) (map[kb.ID]*Claim, error) {
	records, err := get(ctx, v.Store.Claims(), ids)
	if err != nil {
		return nil, err
	}
	return wrapFound(records, v.claims()), nil
}

// referred reads what the siblings refer to by the ids that of gives, and
// returns those of one claim in its order. Claims that the lens hides are left out.
func referred[T any](ctx context.Context, c *Claim, of func(*kb.Claim) []kb.ID, read func(context.Context, ...kb.ID) (map[kb.ID]T, error)) ([]T, error) {
	found, err := together(ctx, c.set, func(ctx context.Context, members []*Claim) (map[kb.ID]T, error) {
		var ids []kb.ID
		for _, m := range members {
			ids = append(ids, of(m.Claim)...)
		}
		return read(ctx, ids...)
	})
	if err != nil {
		return nil, err
	}
	var out []T
	for _, id := range of(c.Claim) {
		v, ok := found[id]
		if !ok && id.Class() == kb.ClaimClass && !c.set.view.Lens.IsZero() {
			continue
		}
		if !ok {
			return nil, missing(id)
		}
		out = append(out, v)
	}
	return out, nil
}

// Fact is what the claim is about.
func (c *Claim) Fact(ctx context.Context) (Fact, error) {
	facts, err := referred(ctx, c, func(c *kb.Claim) []kb.ID { return []kb.ID{c.Fact} }, c.set.view.Facts)
	if err != nil {
		return nil, err
	}
	return facts[0], nil
}

// Source is whose word it is.
func (c *Claim) Source(ctx context.Context) (*Source, error) {
	sources, err := referred(ctx, c, func(c *kb.Claim) []kb.ID { return []kb.ID{c.Source} }, c.set.view.Sources)
	if err != nil {
		return nil, err
	}
	return sources[0], nil
}

// AttributedTo is whose word it is as the source tells.
func (c *Claim) AttributedTo(ctx context.Context) ([]Entity, error) {
	return referred(ctx, c, func(c *kb.Claim) []kb.ID { return c.AttributedTo }, c.set.view.Entities)
}

// Answers are the claims that it answers.
func (c *Claim) Answers(ctx context.Context) ([]*Claim, error) {
	return referred(ctx, c, func(c *kb.Claim) []kb.ID { return ofClass(c.Answers, kb.ClaimClass) }, c.set.view.Claims)
}

// AnswersSources are the sources that it answers as a whole.
func (c *Claim) AnswersSources(ctx context.Context) ([]*Source, error) {
	return referred(ctx, c, func(c *kb.Claim) []kb.ID { return ofClass(c.Answers, kb.SourceClass) }, c.set.view.Sources)
}

// Retracts are the claims that it takes back.
func (c *Claim) Retracts(ctx context.Context) ([]*Claim, error) {
	return referred(ctx, c, func(c *kb.Claim) []kb.ID { return c.Retracts }, c.set.view.Claims)
}

// Credits are whom it credits.
func (c *Claim) Credits(ctx context.Context) ([]*Credit, error) {
	sources, err := referred(ctx, c, func(c *kb.Claim) []kb.ID {
		ids := make([]kb.ID, len(c.Credits))
		for i, cr := range c.Credits {
			ids[i] = cr.Source
		}
		return ids
	}, c.set.view.Sources)
	credits := make([]*Credit, len(sources))
	for i, s := range sources {
		credits[i] = &Credit{s, c.Claim.Credits[i].How}
	}
	return credits, err
}

func ofClass(ids []kb.ID, class kb.Class) []kb.ID {
	var out []kb.ID
	for _, id := range ids {
		if id.Class() == class {
			out = append(out, id)
		}
	}
	return out
}

// Credit is a source that a claim credits.
type Credit struct {
	Source *Source
	How    kb.CreditHow
}

// Locator is null where nothing is told.
func (c *Claim) Locator() *Locator {
	if c.Claim.Locator == (kb.Locator{}) {
		return nil
	}
	return &Locator{c.Claim.Locator}
}

// Locator says where evidence stands.
type Locator struct{ kb.Locator }

// Paragraph is null where it is not told.
func (l *Locator) Paragraph() *int { return orNull(l.Locator.Paragraph) }

// Page is null where it is not told.
func (l *Locator) Page() *int { return orNull(l.Locator.Page) }

// Start is null where there is no span.
func (l *Locator) Start() *int {
	if l.Locator.Length == 0 {
		return nil
	}
	return &l.Locator.Start
}

// Length is null where there is no span.
func (l *Locator) Length() *int { return orNull(l.Locator.Length) }

// Hash is null where there is no span.
func (l *Locator) Hash() *string { return orNull(l.Locator.Hash) }

// Qualifiers are the dates, amounts and roles that it gives.
func (c *Claim) Qualifiers() []*QualifierValue {
	var out []*QualifierValue
	for _, q := range c.Claim.Qualifiers {
		out = append(out, &QualifierValue{q.Key, valueOf(q.Value), []*Claim{c}})
	}
	return out
}

// Mentions are the positions of the words for the ends of the fact.
func (c *Claim) Mentions() []*Mention {
	var out []*Mention
	for _, m := range c.Claim.Mentions {
		out = append(out, &Mention{m.Of, m.Start, m.Length, m.Entity, c})
	}
	return out
}

// Mention is the position of words that stand for something.
type Mention struct {
	Of            kb.MentionOf
	Start, Length int
	entity        kb.ID
	claim         *Claim
}

// Entity is which speaker is meant, where there are several.
func (m *Mention) Entity(ctx context.Context) (Entity, error) {
	if m.entity == "" {
		return nil, nil
	}
	speakers, err := referred(ctx, m.claim, func(c *kb.Claim) []kb.ID { return c.AttributedTo }, m.claim.set.view.Entities)
	if err != nil {
		return nil, err
	}
	for _, s := range speakers {
		if s.base().Entity.ID == m.entity {
			return s, nil
		}
	}
	return nil, nil
}

// Verification is null where there was none.
func (c *Claim) Verification() *Verification {
	if c.Claim.Verification == (kb.Verification{}) {
		return nil
	}
	return &Verification{c.Claim.Verification}
}

// Verification is what came of looking for a claim's words.
type Verification struct{ kb.Verification }

// Method is null where the document was not found.
func (v *Verification) Method() *string { return orNull(v.Verification.Method) }

// Reason is null where nothing is wrong.
func (v *Verification) Reason() *string { return orNull(v.Verification.Reason) }

// Note is null where there is none.
func (c *Claim) Note() *string { return orNull(c.Claim.Note) }

// RecordedBy is null where it is not known.
func (c *Claim) RecordedBy() *string { return orNull(c.Claim.RecordedBy) }
