package kb

// Matter is all that the support of a fact is computed from, by package evidence.
// The order of its lists changes nothing.
type Matter struct {
	// Claims are those on the fact. For the joint support of several facts they
	// are those on all of them.
	Claims []*Claim
	// Sources holds the sources that the claims are from, those that they credit,
	// and all that these derive from, over any number of steps.
	Sources map[ID]*Source
	// Parties are the actors whose word on the fact is in their own cause: the ends
	// of a relation or the entity of a property, and who has a part in these by a
	// relation of [PartyTypes].
	Parties []ID
	// Inherited is when the fact held where its claims don't tell, by the date of the
	// event, targeting, deal or lawsuit that it belongs to.
	Inherited Interval
}

// PartyTypes are the relations by which an actor has a part in a thing that has
// several participants: who starts one is a party to all that is said of the thing.
var PartyTypes = []RelationType{SellerIn, BuyerIn, Operated, Helped, PlaintiffIn, DefendantIn, Administers, CarriedOut}
