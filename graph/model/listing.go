package model

import (
	"cmp"
	"context"
	"slices"

	"actorgraph/kb"
)

// listing is a connection to a list that is known as a whole, once items is called.
// place gives the place of each item, by which they are sorted; sum tells the question
// from others; wrap makes nodes of the items of a page, one set of siblings.
func listing[T, N any](first *int, after *string, sum string, items func(context.Context) ([]T, error), place func(T) kb.Keyset,
	wrap func(context.Context, []T) ([]N, error)) (*Connection[N], error) {
	from, err := readCursor(after, sum)
	if err != nil {
		return nil, err
	}
	var page shared[*nodePage[N]]
	return &Connection[N]{lot: &lot[N]{
		page: func(ctx context.Context, _ int) (*nodePage[N], error) {
			return page.get(func() (*nodePage[N], error) {
				all, err := items(ctx)
				if err != nil {
					return nil, err
				}
				at := 0
				if from != nil {
					if at, err = behind(all, place, from); err != nil {
						return nil, err
					}
				}
				until := min(at+or(first, DefaultPage), len(all))
				nodes, err := wrap(ctx, all[at:until])
				if err != nil {
					return nil, err
				}
				places := make([]kb.Keyset, until-at)
				for i, item := range all[at:until] {
					places[i] = place(item)
				}
				return newPage(nodes, places, until < len(all), from != nil, func() string { return sum }), nil
			})
		},
		count: func(ctx context.Context, _ int) (int, error) {
			all, err := items(ctx)
			return len(all), err
		},
	}}, nil
}

// behind finds the first item behind a place.
func behind[T any](items []T, place func(T) kb.Keyset, from kb.Keyset) (int, error) {
	for _, v := range from {
		if v.Text == nil && v.Number == nil {
			return 0, ErrCursor
		}
	}
	at, found := slices.BinarySearchFunc(items, from, func(item T, from kb.Keyset) int { return compareKeysets(place(item), from) })
	if found {
		at++
	}
	return at, nil
}

// compareKeysets compares places of one order, in which nothing is missing.
func compareKeysets(a, b kb.Keyset) int {
	return slices.CompareFunc(a, b, func(x, y kb.KeyValue) int {
		if x.Number != nil && y.Number != nil {
			return cmp.Compare(*x.Number, *y.Number)
		}
		return cmp.Compare(*orEmpty(x.Text), *orEmpty(y.Text))
	})
}

func orEmpty(text *string) *string {
	if text == nil {
		return new(string)
	}
	return text
}

func number(n int) kb.KeyValue {
	v := int64(n)
	return kb.KeyValue{Number: &v}
}

func letters(s string) kb.KeyValue { return kb.KeyValue{Text: &s} }
