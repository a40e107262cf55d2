-- What facts come to, under every lens.

ALTER TABLE entities ADD COLUMN visible INTEGER NOT NULL DEFAULT 1; -- a lens has it otherwise, and nothing else

ALTER TABLE relations ADD COLUMN support TEXT NOT NULL DEFAULT '{}';  -- JSON
ALTER TABLE properties ADD COLUMN support TEXT NOT NULL DEFAULT '{}'; -- JSON

-- Of which days a claim may speak and of which it certainly does, and by which day
-- it was known and its own document was out, certainly and possibly.
ALTER TABLE claims ADD COLUMN possible_first INTEGER NOT NULL DEFAULT 0;
ALTER TABLE claims ADD COLUMN possible_last  INTEGER NOT NULL DEFAULT 0;
ALTER TABLE claims ADD COLUMN certain_first  INTEGER NOT NULL DEFAULT 0;
ALTER TABLE claims ADD COLUMN certain_last   INTEGER NOT NULL DEFAULT 0;
ALTER TABLE claims ADD COLUMN known_certain  INTEGER NOT NULL DEFAULT 0;
ALTER TABLE claims ADD COLUMN known_possible INTEGER NOT NULL DEFAULT 0;
ALTER TABLE claims ADD COLUMN out_certain    INTEGER NOT NULL DEFAULT 0;
ALTER TABLE claims ADD COLUMN out_possible   INTEGER NOT NULL DEFAULT 0;

ALTER TABLE claims ADD COLUMN verification        TEXT; -- its status
ALTER TABLE claims ADD COLUMN verification_at     INTEGER; -- nanoseconds from 1 January 1970
ALTER TABLE claims ADD COLUMN verification_method TEXT;
ALTER TABLE claims ADD COLUMN verification_reason TEXT;

-- What the claims on a fact come to for all lenses that look into one rectangle of
-- days: see evidence.Stretch. A lens looks into one stretch of a fact at most.
CREATE TABLE stretches (
	fact        TEXT NOT NULL,
	place       INTEGER NOT NULL, -- among those of the fact
	from_id     TEXT NOT NULL,    -- an end of the relation, or the entity of the property
	to_id       TEXT,             -- its other end if that is another, or the issuer
	joins       INTEGER NOT NULL, -- it is of a relation
	naming      INTEGER NOT NULL, -- the key of the property names its entity
	collection  TEXT NOT NULL,
	everything  INTEGER NOT NULL, -- it holds for lenses that name no collection
	views       INTEGER NOT NULL, -- a bit for each of evidence's
	true_first  INTEGER NOT NULL,
	true_last   INTEGER NOT NULL,
	known_first INTEGER NOT NULL,
	known_last  INTEGER NOT NULL,
	at_least    INTEGER NOT NULL,
	status      TEXT NOT NULL,
	contested   INTEGER NOT NULL,
	strongest   TEXT NOT NULL,
	verified    INTEGER NOT NULL,
	claims      INTEGER NOT NULL,
	collections TEXT NOT NULL,
	since       TEXT,
	since_first INTEGER,
	since_last  INTEGER,
	until       TEXT,
	until_first INTEGER,
	until_last  INTEGER,
	support     TEXT, -- JSON; NULL if it is that of the fact
	PRIMARY KEY (fact, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX stretches_from ON stretches (from_id, joins, naming, collection, everything, views, true_first, true_last, known_first, known_last, at_least, status, contested, strongest, verified);
CREATE INDEX stretches_to ON stretches (to_id, joins, naming, collection, everything, views, true_first, true_last, known_first, known_last, at_least, status, contested, strongest, verified) WHERE to_id IS NOT NULL;

-- The words of the name and the aliases of each entity, once more: with the alias
-- that has them, or '' for the name.
DROP TABLE terms;
CREATE TABLE terms (
	term   TEXT NOT NULL,
	entity TEXT NOT NULL,
	alias  TEXT NOT NULL,
	PRIMARY KEY (term, entity, alias)
) STRICT, WITHOUT ROWID;
CREATE INDEX terms_entity ON terms (entity);

-- What a lens puts something else in the place of: the entities that Get answers
-- for, and the sources for which claims count.
CREATE VIEW every_entity AS SELECT * FROM entities;
CREATE VIEW counting AS SELECT id, fact, source FROM claims;
