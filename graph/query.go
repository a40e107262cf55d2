package graph

import (
	"context"

	"actorgraph/graph/model"
	"actorgraph/kb"
)

// query resolves the fields of Query. All other fields are methods of package
// model.
type query struct{}

var _ QueryResolver = query{}

// Node implements QueryResolver.
func (query) Node(ctx context.Context, id kb.ID) (model.Node, error) {
	found, err := model.ViewOf(ctx).Nodes(ctx, id)
	return found[id], err
}

// Nodes implements QueryResolver.
func (query) Nodes(ctx context.Context, ids []kb.ID) ([]model.Node, error) {
	found, err := model.ViewOf(ctx).Nodes(ctx, ids...)
	nodes := make([]model.Node, len(ids))
	for i, id := range ids {
		nodes[i] = found[id]
	}
	return nodes, err
}

// Entity implements QueryResolver.
func (query) Entity(ctx context.Context, id kb.ID) (model.Entity, error) {
	return model.EntityOf[model.Entity](ctx, model.ViewOf(ctx), id)
}

// Fact implements QueryResolver.
func (query) Fact(ctx context.Context, id kb.ID) (model.Fact, error) {
	found, err := model.ViewOf(ctx).Facts(ctx, id)
	return found[id], err
}

// Claim implements QueryResolver.
func (query) Claim(ctx context.Context, id kb.ID) (*model.Claim, error) {
	found, err := model.ViewOf(ctx).Claims(ctx, id)
	return found[id], err
}

// Source implements QueryResolver.
func (query) Source(ctx context.Context, id kb.ID) (*model.Source, error) {
	found, err := model.ViewOf(ctx).Sources(ctx, id)
	return found[id], err
}

// Company implements QueryResolver.
func (query) Company(ctx context.Context, id kb.ID) (*model.Company, error) {
	return model.EntityOf[*model.Company](ctx, model.ViewOf(ctx), id)
}

// Government implements QueryResolver.
func (query) Government(ctx context.Context, id kb.ID) (*model.Government, error) {
	return model.EntityOf[*model.Government](ctx, model.ViewOf(ctx), id)
}

// PublicBody implements QueryResolver.
func (query) PublicBody(ctx context.Context, id kb.ID) (*model.PublicBody, error) {
	return model.EntityOf[*model.PublicBody](ctx, model.ViewOf(ctx), id)
}

// Organization implements QueryResolver.
func (query) Organization(ctx context.Context, id kb.ID) (*model.Organization, error) {
	return model.EntityOf[*model.Organization](ctx, model.ViewOf(ctx), id)
}

// Person implements QueryResolver.
func (query) Person(ctx context.Context, id kb.ID) (*model.Person, error) {
	return model.EntityOf[*model.Person](ctx, model.ViewOf(ctx), id)
}

// Group implements QueryResolver.
func (query) Group(ctx context.Context, id kb.ID) (*model.Group, error) {
	return model.EntityOf[*model.Group](ctx, model.ViewOf(ctx), id)
}

// Country implements QueryResolver.
func (query) Country(ctx context.Context, id kb.ID) (*model.Country, error) {
	return model.EntityOf[*model.Country](ctx, model.ViewOf(ctx), id)
}

// Place implements QueryResolver.
func (query) Place(ctx context.Context, id kb.ID) (*model.Place, error) {
	return model.EntityOf[*model.Place](ctx, model.ViewOf(ctx), id)
}

// Product implements QueryResolver.
func (query) Product(ctx context.Context, id kb.ID) (*model.Product, error) {
	return model.EntityOf[*model.Product](ctx, model.ViewOf(ctx), id)
}

// Device implements QueryResolver.
func (query) Device(ctx context.Context, id kb.ID) (*model.Device, error) {
	return model.EntityOf[*model.Device](ctx, model.ViewOf(ctx), id)
}

// Lawsuit implements QueryResolver.
func (query) Lawsuit(ctx context.Context, id kb.ID) (*model.Lawsuit, error) {
	return model.EntityOf[*model.Lawsuit](ctx, model.ViewOf(ctx), id)
}

// Measure implements QueryResolver.
func (query) Measure(ctx context.Context, id kb.ID) (*model.Measure, error) {
	return model.EntityOf[*model.Measure](ctx, model.ViewOf(ctx), id)
}

// Deal implements QueryResolver.
func (query) Deal(ctx context.Context, id kb.ID) (*model.Deal, error) {
	return model.EntityOf[*model.Deal](ctx, model.ViewOf(ctx), id)
}

// Targeting implements QueryResolver.
func (query) Targeting(ctx context.Context, id kb.ID) (*model.Targeting, error) {
	return model.EntityOf[*model.Targeting](ctx, model.ViewOf(ctx), id)
}

// Event implements QueryResolver.
func (query) Event(ctx context.Context, id kb.ID) (*model.Event, error) {
	return model.EntityOf[*model.Event](ctx, model.ViewOf(ctx), id)
}

// Entities implements QueryResolver.
func (query) Entities(ctx context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.EntityConnection, error) {
	return model.FindEntities[model.Entity](model.ViewOf(ctx), where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Actors implements QueryResolver.
func (query) Actors(ctx context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.ActorConnection, error) {
	return model.FindEntities[model.Actor](model.ViewOf(ctx), where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Companies implements QueryResolver.
func (query) Companies(ctx context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.CompanyConnection, error) {
	return model.FindEntities[*model.Company](model.ViewOf(ctx), where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Governments implements QueryResolver.
func (query) Governments(ctx context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.GovernmentConnection, error) {
	return model.FindEntities[*model.Government](model.ViewOf(ctx), where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// PublicBodies implements QueryResolver.
func (query) PublicBodies(ctx context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.PublicBodyConnection, error) {
	return model.FindEntities[*model.PublicBody](model.ViewOf(ctx), where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Organizations implements QueryResolver.
func (query) Organizations(ctx context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.OrganizationConnection, error) {
	return model.FindEntities[*model.Organization](model.ViewOf(ctx), where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// People implements QueryResolver.
func (query) People(ctx context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.PersonConnection, error) {
	return model.FindEntities[*model.Person](model.ViewOf(ctx), where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Groups implements QueryResolver.
func (query) Groups(ctx context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.GroupConnection, error) {
	return model.FindEntities[*model.Group](model.ViewOf(ctx), where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Countries implements QueryResolver.
func (query) Countries(ctx context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.CountryConnection, error) {
	return model.FindEntities[*model.Country](model.ViewOf(ctx), where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Places implements QueryResolver.
func (query) Places(ctx context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.PlaceConnection, error) {
	return model.FindEntities[*model.Place](model.ViewOf(ctx), where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Products implements QueryResolver.
func (query) Products(ctx context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.ProductConnection, error) {
	return model.FindEntities[*model.Product](model.ViewOf(ctx), where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Devices implements QueryResolver.
func (query) Devices(ctx context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.DeviceConnection, error) {
	return model.FindEntities[*model.Device](model.ViewOf(ctx), where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Lawsuits implements QueryResolver.
func (query) Lawsuits(ctx context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.LawsuitConnection, error) {
	return model.FindEntities[*model.Lawsuit](model.ViewOf(ctx), where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Measures implements QueryResolver.
func (query) Measures(ctx context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.MeasureConnection, error) {
	return model.FindEntities[*model.Measure](model.ViewOf(ctx), where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Deals implements QueryResolver.
func (query) Deals(ctx context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.DealConnection, error) {
	return model.FindEntities[*model.Deal](model.ViewOf(ctx), where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Targetings implements QueryResolver.
func (query) Targetings(ctx context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.TargetingConnection, error) {
	return model.FindEntities[*model.Targeting](model.ViewOf(ctx), where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Events implements QueryResolver.
func (query) Events(ctx context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.EventConnection, error) {
	return model.FindEntities[*model.Event](model.ViewOf(ctx), where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// SurveillanceTargets implements QueryResolver.
func (query) SurveillanceTargets(ctx context.Context, where *kb.EntityWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.SurveillanceTargetConnection, error) {
	return model.FindTargets(model.ViewOf(ctx), where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Relations implements QueryResolver.
func (query) Relations(ctx context.Context, where *kb.RelationWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.RelationConnection, error) {
	return model.FindRelations(model.ViewOf(ctx), where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Properties implements QueryResolver.
func (query) Properties(ctx context.Context, where *kb.PropertyWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.PropertyConnection, error) {
	return model.FindProperties(model.ViewOf(ctx), where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Claims implements QueryResolver.
func (query) Claims(ctx context.Context, where *kb.ClaimWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.ClaimConnection, error) {
	return model.FindClaims(model.ViewOf(ctx), where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Sources implements QueryResolver.
func (query) Sources(ctx context.Context, where *kb.SourceWhere, orderBy []*model.Order, first *int, after *string, last *int, before *string) (*model.SourceConnection, error) {
	return model.FindSources(model.ViewOf(ctx), where, model.PageArgs{OrderBy: orderBy, First: first, After: after, Last: last, Before: before})
}

// Collections implements QueryResolver.
func (query) Collections(ctx context.Context) ([]*model.Collection, error) {
	return model.ViewOf(ctx).Collections(ctx)
}

// Search implements QueryResolver.
func (query) Search(ctx context.Context, text string, where *kb.EntityWhere, first *int, after *string) (*model.SearchConnection, error) {
	return model.ViewOf(ctx).Search(text, where, first, after)
}

// Changes implements QueryResolver.
func (query) Changes(ctx context.Context, since int, first *int, after *string) (*model.ChangeConnection, error) {
	return model.ViewOf(ctx).Changes(int64(since), first, after)
}

// Vocabulary implements QueryResolver.
func (query) Vocabulary(context.Context) (*model.Vocabulary, error) {
	return model.NewVocabulary(), nil
}

// Stats implements QueryResolver.
func (query) Stats(ctx context.Context) (*model.Stats, error) {
	return model.ViewOf(ctx).Stats(ctx)
}
