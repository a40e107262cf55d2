package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"actorgraph/kb"
	"actorgraph/text"
)

// batch is how many rows one statement writes. Fewer are written one by one, so
// that no more than two statements are prepared for a table.
const batch = 32

// insert writes rows of columns into a table. A row that is there already, by
// its column id, is given the new values of the same columns; all others keep
// theirs: what is derived.
func (w *writer) insert(ctx context.Context, table, columns string, rows [][]any) error {
	names := strings.Split(columns, ", ")
	var set []string
	for _, n := range names[1:] {
		set = append(set, n+" = excluded."+n)
	}
	return w.insertRows(ctx, table+" ("+columns+")", " ON CONFLICT (id) DO UPDATE SET "+strings.Join(set, ", "), rows)
}

// insertRows writes rows into a table; conflict says what to do with a row that
// is there already.
func (w *writer) insertRows(ctx context.Context, into, conflict string, rows [][]any) error {
	for len(rows) > 0 {
		n := 1
		if len(rows) >= batch {
			n = batch
		}
		one := "(?" + strings.Repeat(", ?", len(rows[0])-1) + ")"
		var args []any
		for _, row := range rows[:n] {
			args = append(args, row...)
		}
		if err := w.exec(ctx, "INSERT INTO "+into+" VALUES "+one+strings.Repeat(", "+one, n-1)+conflict, args...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// updateRows gives rows of a table, by the id that each begins with, new values of
// columns.
func (w *writer) updateRows(ctx context.Context, table, columns string, rows [][]any) error {
	var set []string
	for i, column := range strings.Split(columns, ", ") {
		set = append(set, fmt.Sprintf("%s = v.column%d", column, i+2))
	}
	for len(rows) > 0 {
		n := 1
		if len(rows) >= batch {
			n = batch
		}
		one := "(?" + strings.Repeat(", ?", len(rows[0])-1) + ")"
		if err := w.exec(ctx, "UPDATE "+table+" SET "+strings.Join(set, ", ")+" FROM (VALUES "+one+strings.Repeat(", "+one, n-1)+") AS v WHERE "+table+".id = v.column1",
			slices.Concat(rows[:n]...)...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

func (w *writer) putEntities(ctx context.Context, entities []*kb.Entity) error {
	var rows [][]any
	for _, e := range entities {
		rows = append(rows, []any{
			string(e.ID), string(e.Kind), e.Name, told(e.Summary), list(e.Collections),
			text.SortKey(e.Name), text.Fold(e.Name), fold(e.Summary),
		})
	}
	return w.insert(ctx, "entities", "id, kind, name, summary, collections, name_key, name_fold, summary_fold", rows)
}

func (w *writer) putSources(ctx context.Context, sources []*kb.Source) error {
	var rows [][]any
	var refs references
	for _, s := range sources {
		published, first, last := dateOf(s.Published)
		var key any
		if s.Title != "" {
			key = text.SortKey(s.Title)
		}
		rows = append(rows, []any{
			string(s.ID), string(s.Kind), told(s.Title), jsonOf(s.Publishers), told(s.Byline), published, first, last, told(s.PublishedNote), told(s.Retrieved.String()),
			told(s.URL), told(s.Language), told(s.FileName), told(s.Fingerprint), jsonOf(s.Cites), jsonOf(s.DerivesFrom), told(s.Act), told(s.Note), list(s.Collections),
			key, fold(s.Title), fold(s.URL), fold(s.Language), fold(s.FileName),
		})
		refs.holder(s.ID)
		refs.add(publishers, s.Publishers...)
		refs.add(cites, s.Cites...)
		for _, d := range s.DerivesFrom {
			refs.add(derivesFrom, d.Source)
		}
		if s.Act != "" {
			refs.add(act, s.Act)
		}
	}
	err := w.insert(ctx, "sources", "id, kind, title, publishers, byline, published, published_first, published_last, published_note, retrieved, "+
		"url, language, file_name, fingerprint, cites, derives_from, act, note, collections, "+
		"title_key, title_fold, url_fold, language_fold, file_name_fold", rows)
	if err != nil {
		return err
	}
	return w.putReferences(ctx, refs)
}

func (w *writer) putRelations(ctx context.Context, relations []*kb.Relation) error {
	var rows [][]any
	for _, r := range relations {
		rows = append(rows, []any{string(r.ID), string(r.Type), string(r.From), string(r.To), told(r.Key), fold(r.Key)})
	}
	return w.insert(ctx, "relations", "id, type, from_id, to_id, key, key_fold", rows)
}

func (w *writer) putProperties(ctx context.Context, properties []*kb.Property) error {
	var rows [][]any
	for _, p := range properties {
		value, err := kb.MarshalValue(p.Value)
		if err != nil {
			return err
		}
		var words, boolean, least, most, unit, first, last any
		var wordsFold, unitFold any
		switch v := p.Value.(type) {
		case kb.TextValue, kb.UrlValue, kb.EnumValue:
			words, wordsFold = v.String(), fold(v.String())
		case kb.BooleanValue:
			boolean = v.Boolean
		case kb.DateValue:
			_, first, last = dateOf(v.Date)
		case kb.QuantityValue:
			least, most, unit, unitFold = number(v.Min), number(v.Max), told(v.Unit), fold(v.Unit)
		}
		rows = append(rows, []any{
			string(p.ID), string(p.Entity), string(p.Key), string(value), told(p.Issuer),
			words, boolean, least, most, unit, first, last, kb.ValueKey(p.Value, text.SortKey), wordsFold, unitFold,
		})
	}
	return w.insert(ctx, "properties", "id, entity, key, value, issuer, text, boolean, min, max, unit, date_first, date_last, value_key, text_fold, unit_fold", rows)
}

func number(n kb.Number) any {
	if !n.Known {
		return nil
	}
	return n.Value
}

// verificationColumns are the columns that hold a [kb.Verification].
const verificationColumns = "verification, verification_at, verification_method, verification_reason"

// when is a time, NULL if it is missing.
func when(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixNano()
}

func (w *writer) putClaims(ctx context.Context, claims []*kb.Claim) error {
	numbers, err := w.factNumbers(ctx, claims)
	if err != nil {
		return err
	}
	var rows [][]any
	var refs references
	for _, c := range claims {
		l := c.Locator
		var paragraph, place any
		if l.Paragraph > 0 {
			paragraph = l.Paragraph
		}
		if l.Paragraph > 0 || l.Page > 0 {
			place = fmt.Sprintf("%020d.%020d.%020d", l.Page, l.Paragraph, l.Start)
		}
		rows = append(rows, []any{
			string(c.ID), string(c.Fact), numbers[c.Fact], string(c.Source), c.Collection, string(c.Stance), string(c.Modality), string(c.Reading), c.Firsthand, c.RecordedAt.UnixNano(),
			l.Page, paragraph, told(l.Part), l.Start, l.Length, told(l.Hash), place,
			jsonOf(c.Qualifiers), jsonOf(c.AttributedTo), jsonOf(c.Credits), jsonOf(c.Answers), jsonOf(c.Retracts), jsonOf(c.Mentions),
			told(c.RecordedBy), told(c.Note), c.Statement, text.Fold(c.Statement),
			told(c.Verification.Status), when(c.Verification.CheckedAt), told(c.Verification.Method), told(c.Verification.Reason),
		})
		refs.holder(c.ID)
		refs.add(attributedTo, c.AttributedTo...)
		refs.add(answers, c.Answers...)
		refs.add(retracts, c.Retracts...)
		for _, credit := range c.Credits {
			refs.add(credits, credit.Source)
			if credit.How == kb.CreditNamed {
				refs.add(named, credit.Source)
			}
		}
	}
	err = w.insert(ctx, "claims", "id, fact, fact_n, source, collection, stance, modality, reading, firsthand, recorded_at, "+
		"page, paragraph, part, start, length, hash, place, "+
		"qualifiers, attributed_to, credits, answers, retracts, mentions, recorded_by, note, statement, statement_fold, "+
		verificationColumns, rows)
	if err != nil {
		return err
	}
	return w.putReferences(ctx, refs)
}

// factNumbers finds the numbers of the facts that claims are on.
func (w *writer) factNumbers(ctx context.Context, claims []*kb.Claim) (map[kb.ID]int64, error) {
	facts := ids{}
	for _, c := range claims {
		facts.add(c.Fact)
	}
	wanted := list(facts.sorted())
	numbers := map[kb.ID]int64{}
	return numbers, each(ctx, w, say("SELECT a.id, 2 * a.n FROM json_each(?) AS wanted CROSS JOIN relations AS a ON a.id = wanted.value"+
		" UNION ALL SELECT a.id, 2 * a.n + 1 FROM json_each(?) AS wanted CROSS JOIN properties AS a ON a.id = wanted.value", wanted, wanted),
		func(rows *sql.Rows) error {
			var id kb.ID
			var n int64
			err := rows.Scan(&id, &n)
			numbers[id] = n
			return err
		})
}

// references are the rows of the table refs for some holders.
type references struct {
	holders []string
	rows    [][]any
}

func (r *references) holder(id kb.ID) { r.holders = append(r.holders, string(id)) }

// add adds what stands in a field of the latest holder.
func (r *references) add(f field, targets ...kb.ID) {
	for _, t := range targets {
		r.rows = append(r.rows, []any{r.holders[len(r.holders)-1], string(f), string(t)})
	}
}

// putReferences puts those in the place of what the holders referred to before.
func (w *writer) putReferences(ctx context.Context, r references) error {
	if err := w.exec(ctx, "DELETE FROM refs WHERE holder IN (SELECT value FROM json_each(?))", list(r.holders)); err != nil {
		return err
	}
	return w.insertRows(ctx, "refs (holder, field, target)", " ON CONFLICT DO NOTHING", r.rows)
}
