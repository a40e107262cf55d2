package model

import (
	"context"

	"actorgraph/kb"
)

// The link fields: each leads from an entity over relations of the types named
// to the entities at their other ends. A method is bound on every type whose
// schema has the field.

// Owns: what it owns, wholly or in part.
func (e *EntityBase) Owns(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*EntityLinkConnection, error) {
	return links[Entity](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.Owns)
}

// Makes: what it develops or produces: products and devices.
func (e *EntityBase) Makes(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*EntityLinkConnection, error) {
	return links[Entity](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.Makes)
}

// Uses: products it uses, where no target is told; where one is, see targetingsOperated.
func (e *EntityBase) Uses(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ProductLinkConnection, error) {
	return links[*Product](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.Uses)
}

// Supplies: whom it supplies, or what it supplies, where no deal is told.
func (e *EntityBase) Supplies(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*EntityLinkConnection, error) {
	return links[Entity](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.Supplies)
}

// Sales: deals in which it sells or licenses.
func (e *EntityBase) Sales(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*DealLinkConnection, error) {
	return links[*Deal](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.SellerIn)
}

// Purchases: deals in which it buys or takes a licence.
func (e *EntityBase) Purchases(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*DealLinkConnection, error) {
	return links[*Deal](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.BuyerIn)
}

// TargetingsOperated: acts of surveillance that it carried out or had carried out.
func (e *EntityBase) TargetingsOperated(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*TargetingLinkConnection, error) {
	return links[*Targeting](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.Operated)
}

// TargetingsHelped: acts of surveillance that it made possible or took a hand in.
func (e *EntityBase) TargetingsHelped(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*TargetingLinkConnection, error) {
	return links[*Targeting](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.Helped)
}

// Lawsuits: cases in which it sues, is sued, or takes part; the relation says which.
func (e *EntityBase) Lawsuits(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*LawsuitLinkConnection, error) {
	return links[*Lawsuit](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.PlaintiffIn, kb.DefendantIn, kb.TookPartIn)
}

// Listings: lists on which it stands, stood or will stand.
func (e *EntityBase) Listings(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*MeasureLinkConnection, error) {
	return links[*Measure](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.ListedOn)
}

// Administers: measures that it decides on or runs.
func (e *EntityBase) Administers(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*MeasureLinkConnection, error) {
	return links[*Measure](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.Administers)
}

// BasedIn: its seat, home or origin: a country or place.
func (e *EntityBase) BasedIn(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*EntityLinkConnection, error) {
	return links[Entity](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.BasedIn)
}

// MemberOf: what it belongs to as one among several.
func (e *EntityBase) MemberOf(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.MemberOf)
}

// Investigated: what it looked into.
func (e *EntityBase) Investigated(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*EntityLinkConnection, error) {
	return links[Entity](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.Investigated)
}

// Events: what it carried out or took part in.
func (e *EntityBase) Events(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*EventLinkConnection, error) {
	return links[*Event](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.CarriedOut, kb.TookPartIn)
}

// TargetedIn: acts of surveillance directed against it; the relation says how far they got.
func (e *EntityBase) TargetedIn(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*TargetingLinkConnection, error) {
	return links[*Targeting](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.Targeted)
}

// IdentifiedBy: who found out that it was a target.
func (e *EntityBase) IdentifiedBy(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.Identified)
}

// OwnedBy: who owns it, wholly or in part.
func (e *EntityBase) OwnedBy(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.Owns)
}

// ControlledBy: who decides what it does, by whatever means.
func (e *EntityBase) ControlledBy(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.Controls)
}

// Founders: who set it up.
func (e *EntityBase) Founders(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.Founded)
}

// Directors: who sits on its board, manages or leads it.
func (e *EntityBase) Directors(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.Directs)
}

// Staff: who is employed, engaged or retained by it.
func (e *EntityBase) Staff(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.WorksFor)
}

// Members: who belongs to it as one among several.
func (e *EntityBase) Members(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.MemberOf)
}

// FinancedBy: who gives or lends it money.
func (e *EntityBase) FinancedBy(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.Finances)
}

// Suppliers: who supplies it.
func (e *EntityBase) Suppliers(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.Supplies)
}

// ObjectIn: deals that were about it.
func (e *EntityBase) ObjectIn(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*DealLinkConnection, error) {
	return links[*Deal](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.ObjectOf)
}

// InvestigatedBy: who looked into it.
func (e *EntityBase) InvestigatedBy(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.Investigated)
}

// Country: the country whose executive it is.
func (e *EntityBase) Country(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*CountryLinkConnection, error) {
	return links[*Country](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.Governs)
}

// Hears: cases that are or were before it.
func (e *EntityBase) Hears(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*LawsuitLinkConnection, error) {
	return links[*Lawsuit](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.HeardBy)
}

// Directs: on whose board the person sits, or what the person manages or leads.
func (e *EntityBase) Directs(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.Directs)
}

// WorksFor: who employs, engages or retains the person.
func (e *EntityBase) WorksFor(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.WorksFor)
}

// Founded: what the person set up.
func (e *EntityBase) Founded(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.Founded)
}

// CitizenOf: whose nationality the person holds.
func (e *EntityBase) CitizenOf(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*CountryLinkConnection, error) {
	return links[*Country](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.CitizenOf)
}

// Family: relatives; the role says how.
func (e *EntityBase) Family(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.FamilyOf)
}

// VictimOf: what the person suffered.
func (e *EntityBase) VictimOf(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*EntityLinkConnection, error) {
	return links[Entity](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.VictimOf)
}

// Allies: states and actors it is bound to by treaty or friendship.
func (e *EntityBase) Allies(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.AlliedWith)
}

// Government: its executive.
func (e *EntityBase) Government(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*GovernmentLinkConnection, error) {
	return links[*Government](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.Governs)
}

// SeatOf: who has a seat, home or origin there.
func (e *EntityBase) SeatOf(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.BasedIn)
}

// Citizens: who holds its nationality.
func (e *EntityBase) Citizens(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.CitizenOf)
}

// Scenes: what happened there.
func (e *EntityBase) Scenes(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*EntityLinkConnection, error) {
	return links[Entity](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.OccurredIn)
}

// Makers: who develops or produces it.
func (e *EntityBase) Makers(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.Makes)
}

// UsedIn: acts of surveillance in which it was the instrument.
func (e *EntityBase) UsedIn(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*TargetingLinkConnection, error) {
	return links[*Targeting](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.UsedIn)
}

// Users: who uses it: those told to, and those who operated a targeting in which it was used. The relation is USES or OPERATED.
func (e *EntityBase) Users(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.UsersOf, where, PageArgs{orderBy, first, after, last, before})
}

// ExploitedIn: acts of surveillance that made use of a weakness of it.
func (e *EntityBase) ExploitedIn(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*TargetingLinkConnection, error) {
	return links[*Targeting](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.Exploited)
}

// Parts: its components.
func (e *EntityBase) Parts(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*EntityLinkConnection, error) {
	return links[Entity](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.Includes)
}

// CoveredBy: measures that apply to it.
func (e *EntityBase) CoveredBy(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*MeasureLinkConnection, error) {
	return links[*Measure](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.Covers)
}

// Plaintiffs: who sues.
func (e *EntityBase) Plaintiffs(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.PlaintiffIn)
}

// Defendants: who is sued.
func (e *EntityBase) Defendants(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.DefendantIn)
}

// Court: the courts it is or was before, and its judges; the relation's role says which.
func (e *EntityBase) Court(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.HeardBy)
}

// Concerns: what it is about.
func (e *EntityBase) Concerns(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*EntityLinkConnection, error) {
	return links[Entity](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.Concerns)
}

// Participants: who has a part in it that is not told more exactly.
func (e *EntityBase) Participants(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.TookPartIn)
}

// ConcernedBy: what is about it: rulings, statements, publications.
func (e *EntityBase) ConcernedBy(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*EntityLinkConnection, error) {
	return links[Entity](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.Concerns)
}

// Places: where it happened: countries and places.
func (e *EntityBase) Places(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*EntityLinkConnection, error) {
	return links[Entity](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.OccurredIn)
}

// Responses: who or what answered it.
func (e *EntityBase) Responses(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*EntityLinkConnection, error) {
	return links[Entity](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.RespondedTo)
}

// AdministeredBy: who decides on it or runs it.
func (e *EntityBase) AdministeredBy(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.Administers)
}

// Listed: who and what stands, stood or will stand on it.
func (e *EntityBase) Listed(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*EntityLinkConnection, error) {
	return links[Entity](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.ListedOn)
}

// Binds: who has to obey it.
func (e *EntityBase) Binds(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.Binds)
}

// Covers: what it applies to.
func (e *EntityBase) Covers(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ProductLinkConnection, error) {
	return links[*Product](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.Covers)
}

// Supporters: who speaks or acts for it.
func (e *EntityBase) Supporters(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.Supports)
}

// Opponents: who speaks or acts against it.
func (e *EntityBase) Opponents(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.Opposes)
}

// Causes: what brought it about, or is told as its reason.
func (e *EntityBase) Causes(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*EntityLinkConnection, error) {
	return links[Entity](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.Caused)
}

// Effects: what it brought about.
func (e *EntityBase) Effects(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*EntityLinkConnection, error) {
	return links[Entity](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.Caused)
}

// Sellers: who sells or licenses.
func (e *EntityBase) Sellers(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.SellerIn)
}

// Buyers: who buys or takes the licence.
func (e *EntityBase) Buyers(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.BuyerIn)
}

// Brokers: who brought it about for others.
func (e *EntityBase) Brokers(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.BrokerIn)
}

// Objects: what it is about.
func (e *EntityBase) Objects(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*EntityLinkConnection, error) {
	return links[Entity](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.ObjectOf)
}

// Operators: who carried it out or had it carried out.
func (e *EntityBase) Operators(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.Operated)
}

// Instruments: what it was done with.
func (e *EntityBase) Instruments(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ProductLinkConnection, error) {
	return links[*Product](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.UsedIn)
}

// Targets: against whom; the relation says how far it got.
func (e *EntityBase) Targets(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*SurveillanceTargetLinkConnection, error) {
	return links[SurveillanceTarget](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.Targeted)
}

// Helpers: who made it possible or took a hand in it.
func (e *EntityBase) Helpers(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.Helped)
}

// Exploited: whose weakness it made use of.
func (e *EntityBase) Exploited(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ProductLinkConnection, error) {
	return links[*Product](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.Exploited)
}

// Victims: who suffered it.
func (e *EntityBase) Victims(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*SurveillanceTargetLinkConnection, error) {
	return links[SurveillanceTarget](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.VictimOf)
}

// CarriedOutBy: who did it.
func (e *EntityBase) CarriedOutBy(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*ActorLinkConnection, error) {
	return links[Actor](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.CarriedOut)
}

// Affects: what it has an effect on; the relation's impact says of what kind.
func (e *EntityBase) Affects(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*EntityLinkConnection, error) {
	return links[Entity](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.Affects)
}

// RespondsTo: what it is an answer to.
func (e *EntityBase) RespondsTo(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*EntityLinkConnection, error) {
	return links[Entity](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.RespondedTo)
}

// ReportedBy: who told the public about it.
func (e *EntityBase) ReportedBy(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*EntityLinkConnection, error) {
	return links[Entity](ctx, e, kb.RelationsTo, where, PageArgs{orderBy, first, after, last, before}, kb.ReportedOn)
}

// ReportedOn: what it told the public about.
func (e *EntityBase) ReportedOn(ctx context.Context, where *kb.RelationWhere, orderBy []*Order, first *int, after *string, last *int, before *string) (*EntityLinkConnection, error) {
	return links[Entity](ctx, e, kb.RelationsFrom, where, PageArgs{orderBy, first, after, last, before}, kb.ReportedOn)
}

// The connections of link fields.
type (
	ActorLinkConnection              = LinkConnection[Actor]
	CountryLinkConnection            = LinkConnection[*Country]
	DealLinkConnection               = LinkConnection[*Deal]
	EntityLinkConnection             = LinkConnection[Entity]
	EventLinkConnection              = LinkConnection[*Event]
	GovernmentLinkConnection         = LinkConnection[*Government]
	LawsuitLinkConnection            = LinkConnection[*Lawsuit]
	MeasureLinkConnection            = LinkConnection[*Measure]
	ProductLinkConnection            = LinkConnection[*Product]
	SurveillanceTargetLinkConnection = LinkConnection[SurveillanceTarget]
	TargetingLinkConnection          = LinkConnection[*Targeting]

	ActorLinkEdge              = LinkEdge[Actor]
	CountryLinkEdge            = LinkEdge[*Country]
	DealLinkEdge               = LinkEdge[*Deal]
	EntityLinkEdge             = LinkEdge[Entity]
	EventLinkEdge              = LinkEdge[*Event]
	GovernmentLinkEdge         = LinkEdge[*Government]
	LawsuitLinkEdge            = LinkEdge[*Lawsuit]
	MeasureLinkEdge            = LinkEdge[*Measure]
	ProductLinkEdge            = LinkEdge[*Product]
	SurveillanceTargetLinkEdge = LinkEdge[SurveillanceTarget]
	TargetingLinkEdge          = LinkEdge[*Targeting]
)
