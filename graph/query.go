package graph

import (
	"context"

	"actorgraph/graph/model"
	"actorgraph/kb"
)

// query resolves the fields of Query. All other fields are methods of package
// model.
type query struct{ *model.View }

var _ QueryResolver = query{}

// Node implements QueryResolver.
func (q query) Node(ctx context.Context, id kb.ID) (model.Node, error) {
	found, err := q.View.Nodes(ctx, id)
	return found[id], err
}

// Nodes implements QueryResolver.
func (q query) Nodes(ctx context.Context, ids []kb.ID) ([]model.Node, error) {
	found, err := q.View.Nodes(ctx, ids...)
	nodes := make([]model.Node, len(ids))
	for i, id := range ids {
		nodes[i] = found[id]
	}
	return nodes, err
}

// Entity implements QueryResolver.
func (q query) Entity(ctx context.Context, id kb.ID) (model.Entity, error) {
	return model.EntityOf[model.Entity](ctx, q.View, id)
}

// Fact implements QueryResolver.
func (q query) Fact(ctx context.Context, id kb.ID) (model.Fact, error) {
	found, err := q.View.Facts(ctx, id)
	return found[id], err
}

// Claim implements QueryResolver.
func (q query) Claim(ctx context.Context, id kb.ID) (*model.Claim, error) {
	found, err := q.View.Claims(ctx, id)
	return found[id], err
}

// Source implements QueryResolver.
func (q query) Source(ctx context.Context, id kb.ID) (*model.Source, error) {
	found, err := q.View.Sources(ctx, id)
	return found[id], err
}

// Company implements QueryResolver.
func (q query) Company(ctx context.Context, id kb.ID) (*model.Company, error) {
	return model.EntityOf[*model.Company](ctx, q.View, id)
}

// Government implements QueryResolver.
func (q query) Government(ctx context.Context, id kb.ID) (*model.Government, error) {
	return model.EntityOf[*model.Government](ctx, q.View, id)
}

// PublicBody implements QueryResolver.
func (q query) PublicBody(ctx context.Context, id kb.ID) (*model.PublicBody, error) {
	return model.EntityOf[*model.PublicBody](ctx, q.View, id)
}

// Organization implements QueryResolver.
func (q query) Organization(ctx context.Context, id kb.ID) (*model.Organization, error) {
	return model.EntityOf[*model.Organization](ctx, q.View, id)
}

// Person implements QueryResolver.
func (q query) Person(ctx context.Context, id kb.ID) (*model.Person, error) {
	return model.EntityOf[*model.Person](ctx, q.View, id)
}

// Group implements QueryResolver.
func (q query) Group(ctx context.Context, id kb.ID) (*model.Group, error) {
	return model.EntityOf[*model.Group](ctx, q.View, id)
}

// Country implements QueryResolver.
func (q query) Country(ctx context.Context, id kb.ID) (*model.Country, error) {
	return model.EntityOf[*model.Country](ctx, q.View, id)
}

// Place implements QueryResolver.
func (q query) Place(ctx context.Context, id kb.ID) (*model.Place, error) {
	return model.EntityOf[*model.Place](ctx, q.View, id)
}

// Product implements QueryResolver.
func (q query) Product(ctx context.Context, id kb.ID) (*model.Product, error) {
	return model.EntityOf[*model.Product](ctx, q.View, id)
}

// Device implements QueryResolver.
func (q query) Device(ctx context.Context, id kb.ID) (*model.Device, error) {
	return model.EntityOf[*model.Device](ctx, q.View, id)
}

// Lawsuit implements QueryResolver.
func (q query) Lawsuit(ctx context.Context, id kb.ID) (*model.Lawsuit, error) {
	return model.EntityOf[*model.Lawsuit](ctx, q.View, id)
}

// Measure implements QueryResolver.
func (q query) Measure(ctx context.Context, id kb.ID) (*model.Measure, error) {
	return model.EntityOf[*model.Measure](ctx, q.View, id)
}

// Deal implements QueryResolver.
func (q query) Deal(ctx context.Context, id kb.ID) (*model.Deal, error) {
	return model.EntityOf[*model.Deal](ctx, q.View, id)
}

// Targeting implements QueryResolver.
func (q query) Targeting(ctx context.Context, id kb.ID) (*model.Targeting, error) {
	return model.EntityOf[*model.Targeting](ctx, q.View, id)
}

// Event implements QueryResolver.
func (q query) Event(ctx context.Context, id kb.ID) (*model.Event, error) {
	return model.EntityOf[*model.Event](ctx, q.View, id)
}

// Entities implements QueryResolver.
func (q query) Entities(_ context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.EntityConnection, error) {
	return model.FindEntities[model.Entity](q.View, where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Actors implements QueryResolver.
func (q query) Actors(_ context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.ActorConnection, error) {
	return model.FindEntities[model.Actor](q.View, where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Companies implements QueryResolver.
func (q query) Companies(_ context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.CompanyConnection, error) {
	return model.FindEntities[*model.Company](q.View, where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Governments implements QueryResolver.
func (q query) Governments(_ context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.GovernmentConnection, error) {
	return model.FindEntities[*model.Government](q.View, where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// PublicBodies implements QueryResolver.
func (q query) PublicBodies(_ context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.PublicBodyConnection, error) {
	return model.FindEntities[*model.PublicBody](q.View, where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Organizations implements QueryResolver.
func (q query) Organizations(_ context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.OrganizationConnection, error) {
	return model.FindEntities[*model.Organization](q.View, where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// People implements QueryResolver.
func (q query) People(_ context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.PersonConnection, error) {
	return model.FindEntities[*model.Person](q.View, where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Groups implements QueryResolver.
func (q query) Groups(_ context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.GroupConnection, error) {
	return model.FindEntities[*model.Group](q.View, where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Countries implements QueryResolver.
func (q query) Countries(_ context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.CountryConnection, error) {
	return model.FindEntities[*model.Country](q.View, where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Places implements QueryResolver.
func (q query) Places(_ context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.PlaceConnection, error) {
	return model.FindEntities[*model.Place](q.View, where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Products implements QueryResolver.
func (q query) Products(_ context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.ProductConnection, error) {
	return model.FindEntities[*model.Product](q.View, where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Devices implements QueryResolver.
func (q query) Devices(_ context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.DeviceConnection, error) {
	return model.FindEntities[*model.Device](q.View, where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Lawsuits implements QueryResolver.
func (q query) Lawsuits(_ context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.LawsuitConnection, error) {
	return model.FindEntities[*model.Lawsuit](q.View, where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Measures implements QueryResolver.
func (q query) Measures(_ context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.MeasureConnection, error) {
	return model.FindEntities[*model.Measure](q.View, where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Deals implements QueryResolver.
func (q query) Deals(_ context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.DealConnection, error) {
	return model.FindEntities[*model.Deal](q.View, where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Targetings implements QueryResolver.
func (q query) Targetings(_ context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.TargetingConnection, error) {
	return model.FindEntities[*model.Targeting](q.View, where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Events implements QueryResolver.
func (q query) Events(_ context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.EventConnection, error) {
	return model.FindEntities[*model.Event](q.View, where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// SurveillanceTargets implements QueryResolver.
func (q query) SurveillanceTargets(_ context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.SurveillanceTargetConnection, error) {
	return model.FindTargets(q.View, where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Relations implements QueryResolver.
func (q query) Relations(_ context.Context, where *kb.RelationWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.RelationConnection, error) {
	return model.FindRelations(q.View, where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Properties implements QueryResolver.
func (q query) Properties(_ context.Context, where *kb.PropertyWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.PropertyConnection, error) {
	return model.FindProperties(q.View, where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Claims implements QueryResolver.
func (q query) Claims(_ context.Context, where *kb.ClaimWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.ClaimConnection, error) {
	return model.FindClaims(q.View, where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Sources implements QueryResolver.
func (q query) Sources(_ context.Context, where *kb.SourceWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.SourceConnection, error) {
	return model.FindSources(q.View, where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Collections implements QueryResolver.
func (q query) Collections(ctx context.Context) ([]*model.Collection, error) {
	return q.View.Collections(ctx)
}

// Search implements QueryResolver.
func (q query) Search(_ context.Context, text string, where *kb.EntityWhere, first *int, after *string) (*model.SearchConnection, error) {
	return q.View.Search(text, where, first, after)
}

// Changes implements QueryResolver.
func (q query) Changes(_ context.Context, since int, first *int, after *string) (*model.ChangeConnection, error) {
	return q.View.Changes(int64(since), first, after)
}

// Vocabulary implements QueryResolver.
func (q query) Vocabulary(context.Context) (*model.Vocabulary, error) {
	return model.NewVocabulary(), nil
}

// Stats implements QueryResolver.
func (q query) Stats(ctx context.Context) (*model.Stats, error) {
	return q.View.Stats(ctx)
}
