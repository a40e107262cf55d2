-- What properties are sorted by is kb.ValueKey, no longer the text of their values.
-- Every change of layout computes it anew.

-- Where a product was used, as somebody asserts. Under a lens there is something
-- else in its place.
CREATE VIEW instruments AS SELECT from_id AS product, to_id AS targeting FROM relations
	WHERE type = 'USED_IN' AND support ->> '$.status' IN ('ESTABLISHED', 'CONFIRMED', 'STATED', 'SELF_STATED', 'ALLEGED', 'OPINION');

-- A stretch may stand for too many to be kept: see evidence.MaxStretches.
ALTER TABLE stretches ADD COLUMN untold INTEGER NOT NULL DEFAULT 0;
