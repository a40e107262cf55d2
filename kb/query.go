package kb

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
)

// Links lists which links lead to records of a class.
var Links = map[Class][]Link{
	RelationClass: {RelationsFrom, RelationsTo, RelationsAt, UsersOf},
	PropertyClass: {PropertiesOf},
	ClaimClass:    {ClaimsOn, ClaimsFrom, ClaimsAbout},
	SourceClass:   {SourcesOf, SourcesPublished},
}

// Check tells what is wrong with a question about records of class c, or nil;
// the error is an [ErrInvalid]. paged tells whether it asks for a page. Every
// store asks it first.
func (q Query[W]) Check(c Class, paged bool) error {
	if q.Of != nil && !slices.Contains(Links[c], q.By) {
		return fmt.Errorf("%w: %q does not lead to %s", ErrInvalid, q.By, a(c))
	}
	if len(q.Of) > MaxBatch {
		return fmt.Errorf("%w: %d parents; at most %d are allowed", ErrInvalid, len(q.Of), MaxBatch)
	}
	if q.Types != nil && c != RelationClass || q.Keys != nil && c != PropertyClass {
		return fmt.Errorf("%w: %s is not narrowed by types or keys", ErrInvalid, a(c))
	}
	if q.Of == nil && (q.Types != nil || q.Keys != nil) {
		return fmt.Errorf("%w: types and keys narrow the records of parents; without parents use a filter", ErrInvalid)
	}
	for _, t := range q.Types {
		if _, ok := t.Info(); !ok {
			return fmt.Errorf("%w: %v", ErrInvalid, unknown("relation type", string(t), allRelationTypes()))
		}
	}
	for _, k := range q.Keys {
		if _, ok := k.Info(); !ok {
			return fmt.Errorf("%w: %v", ErrInvalid, unknown("property key", string(k), allPropertyKeys()))
		}
	}
	if err := CheckWhere(q.Where); err != nil {
		return err
	}
	if !paged {
		return nil
	}
	if len(q.Order) > len(OrderKeys[c]) {
		return fmt.Errorf("%w: at most %d order keys are allowed", ErrInvalid, len(OrderKeys[c]))
	}
	for i, o := range q.Order {
		if !slices.Contains(OrderKeys[c], o.By) {
			return fmt.Errorf("%w: %s is not ordered by %s; it is by %s", ErrInvalid, a(c), o.By, oneOf(OrderKeys[c]))
		}
		if slices.ContainsFunc(q.Order[:i], func(p Order) bool { return p.By == o.By }) {
			return fmt.Errorf("%w: ordered by %s twice", ErrInvalid, o.By)
		}
	}
	return q.checkPage()
}

func (q Query[W]) checkPage() error {
	switch {
	case q.First != 0 && q.Last != 0:
		return fmt.Errorf("%w: first and last can't both be asked for", ErrInvalid)
	case q.First+q.Last < 1 || q.First < 0 || q.Last < 0 || q.First+q.Last > MaxPage:
		return fmt.Errorf("%w: first or last must be between 1 and %d", ErrInvalid, MaxPage)
	case len(q.Of) > 1 && (q.After != nil || q.Before != nil):
		return fmt.Errorf("%w: a cursor belongs to one parent", ErrInvalid)
	}
	for _, k := range []Keyset{q.After, q.Before} {
		if k != nil && !k.fits(q.keys()) {
			return fmt.Errorf("%w: the cursor belongs to another order", ErrInvalid)
		}
	}
	return nil
}

// FullOrder returns the order of q with the id as its last key.
func (q Query[W]) FullOrder() []Order { return q.keys() }

func (q Query[W]) keys() []Order {
	order := slices.Clone(q.Order)
	if i := slices.IndexFunc(order, func(o Order) bool { return o.By == ByID }); i >= 0 {
		return order[:i+1] // ids differ: nothing behind them decides
	}
	return append(order, Order{By: ByID})
}

// The order keys whose values are texts, the others being numbers, and those
// whose values may be missing.
var (
	textKeys     = []OrderKey{ByID, ByName, ByFromName, ByToName, ByValue, ByTitle, ByLocator, BySource}
	nullableKeys = []OrderKey{BySince, ByUntil, ByTitle, ByPublished, ByLocator}
)

// fits tells whether k can be a place in an order by these keys.
func (k Keyset) fits(order []Order) bool {
	if len(k) != len(order) {
		return false
	}
	for i, o := range order {
		switch v := k[i]; {
		case v.Text == nil && v.Number == nil:
			if !slices.Contains(nullableKeys, o.By) {
				return false
			}
		case v.Text != nil && v.Number != nil, slices.Contains(textKeys, o.By) != (v.Text != nil):
			return false
		}
	}
	return true
}

// CheckWhere tells what is wrong with a filter, or nil; the error is an
// [ErrInvalid]: more than one operator where one belongs, none at all, too deep,
// too large, a word that is on no list. where is a pointer to a filter.
func CheckWhere(where any) error {
	w := whereWalk{}
	if err := w.walk(reflect.ValueOf(where), 0, ""); err != nil {
		return fmt.Errorf("%w: %v", ErrInvalid, err)
	}
	return nil
}

// whereWalk walks a filter tree by reflection, so that a new field can't be
// forgotten.
type whereWalk struct{ nodes int }

func (w *whereWalk) walk(v reflect.Value, depth int, path string) error {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil
		}
		v = v.Elem()
	}
	switch v.Kind() {
	case reflect.Slice:
		if v.Len() > MaxFilterList {
			return fmt.Errorf("%s: a list of %d; at most %d are allowed", path, v.Len(), MaxFilterList)
		}
		for i := range v.Len() {
			if v.Index(i).Kind() == reflect.Pointer && v.Index(i).IsNil() {
				return fmt.Errorf("%s: a filter in the list is missing", path)
			}
			if err := w.walk(v.Index(i), depth, path); err != nil {
				return err
			}
		}
	case reflect.String:
		return w.word(v, path)
	case reflect.Float64:
		if f := v.Float(); math.IsNaN(f) || math.IsInf(f, 0) {
			return fmt.Errorf("%s: %v is no finite number", path, f)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[Date]() {
			return nil
		}
		w.nodes++
		if w.nodes > MaxFilterNodes {
			return fmt.Errorf("the filter has more than %d parts", MaxFilterNodes)
		}
		if depth > MaxFilterDepth {
			return fmt.Errorf("the filter is more than %d levels deep", MaxFilterDepth)
		}
		set := 0
		for i := range v.NumField() {
			f := v.Field(i)
			if k := f.Kind(); (k == reflect.Pointer || k == reflect.Slice) && !f.IsNil() {
				set++
			}
			name := v.Type().Field(i).Name
			if err := w.walk(f, depth+1, strings.TrimPrefix(path+"."+strings.ToLower(name[:1])+name[1:], ".")); err != nil {
				return err
			}
		}
		if exactlyOne(v.Type()) && set != 1 {
			return fmt.Errorf("%s: exactly one operator has to be given, not %d", path, set)
		}
	}
	return nil
}

// exactlyOne tells whether t is an operator: a filter of which one member is set.
// The trees of conditions and the pairs of a count and its subject are not.
func exactlyOne(t reflect.Type) bool {
	name, _, _ := strings.Cut(t.Name(), "[")
	return strings.HasSuffix(name, "Filter") || name == "DateCompare"
}

// word checks a text inside a filter; of the closed lists, that it is a member.
func (w *whereWalk) word(v reflect.Value, path string) error {
	if err := checkText(v.String(), MaxText, true); err != nil {
		return fmt.Errorf("%s: %v", path, err)
	}
	var err error
	switch word := v.Interface().(type) {
	case Kind:
		err = among("kind", word, anyKind)
	case RelationType:
		err = among("relation type", word, allRelationTypes())
	case PropertyKey:
		err = among("property key", word, allPropertyKeys())
	case Stance:
		err = among("stance", word, Stances)
	case Modality:
		err = among("modality", word, Modalities)
	case Reading:
		err = among("reading", word, Readings)
	case SourceKind:
		err = among("kind of source", word, SourceKinds)
	case Status:
		err = among("status", word, Statuses)
	case Direction:
		err = among("direction", word, Directions)
	}
	if err != nil {
		return fmt.Errorf("%s: %v", path, err)
	}
	return nil
}

// MaxSearchText bounds the text of a search, in code points.
const MaxSearchText = 200

// Check tells what is wrong with a search, or nil; the error is an [ErrInvalid].
func (q SearchQuery) Check() error {
	if err := checkText(q.Text, MaxSearchText, true); err != nil {
		return fmt.Errorf("%w: the text of a search %v", ErrInvalid, err)
	}
	page := Query[EntityWhere]{Where: q.Where, First: q.First}
	if err := page.Check(EntityClass, true); err != nil {
		return err
	}
	if q.After != nil && !q.After.fits(searchKeys) {
		return fmt.Errorf("%w: the cursor belongs to another question", ErrInvalid)
	}
	return nil
}

// SearchOrder names the five values of the [Keyset] of a search hit: tier (0 for
// the best), minus the words matched, minus the degree, the sort key of the
// name, the id. All ascend.
var SearchOrder = []string{"tier", "words", "degree", "name", "id"}

// searchKeys are order keys with values like those of SearchOrder: three numbers
// and two texts.
var searchKeys = []Order{{By: ByType}, {By: ByClaims}, {By: ByDegree}, {By: ByName}, {By: ByID}}
