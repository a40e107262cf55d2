-- What facts come to, under every lens.
--
-- Entities and facts get a number that stays. A fact is numbered among both
-- classes: a relation by twice its n, a property by twice its n and one more.

ALTER TABLE entities RENAME TO old_entities;
DROP INDEX entities_id;
DROP INDEX entities_name;
DROP INDEX entities_kind;
DROP INDEX entities_left;
CREATE TABLE entities (
	n            INTEGER PRIMARY KEY,
	id           TEXT NOT NULL,
	kind         TEXT NOT NULL,
	name         TEXT NOT NULL,
	summary      TEXT,
	collections  TEXT NOT NULL,
	degree       INTEGER NOT NULL DEFAULT 0,
	visible      INTEGER NOT NULL DEFAULT 1, -- a lens has it otherwise, and nothing else
	name_key     TEXT NOT NULL,
	name_fold    TEXT NOT NULL,
	summary_fold TEXT
) STRICT;
INSERT INTO entities (id, kind, name, summary, collections, degree, name_key, name_fold, summary_fold)
	SELECT id, kind, name, summary, collections, degree, name_key, name_fold, summary_fold FROM old_entities ORDER BY rowid;
DROP TABLE old_entities;
CREATE UNIQUE INDEX entities_id ON entities (id);
CREATE INDEX entities_name ON entities (name_key, id);
CREATE INDEX entities_kind ON entities (kind, name_key, id);
CREATE INDEX entities_left ON entities (id) WHERE collections = '[]';

ALTER TABLE relations RENAME TO old_relations;
DROP INDEX relations_id;
DROP INDEX relations_from;
DROP INDEX relations_to;
CREATE TABLE relations (
	n           INTEGER PRIMARY KEY,
	id          TEXT NOT NULL,
	type        TEXT NOT NULL,
	from_id     TEXT NOT NULL,
	to_id       TEXT NOT NULL,
	key         TEXT,
	since       TEXT,
	since_first INTEGER,
	since_last  INTEGER,
	until       TEXT,
	until_first INTEGER,
	until_last  INTEGER,
	collections TEXT NOT NULL DEFAULT '[]',
	claims      INTEGER NOT NULL DEFAULT 0,
	support     TEXT NOT NULL DEFAULT '{}', -- JSON
	key_fold    TEXT
) STRICT;
INSERT INTO relations (id, type, from_id, to_id, key, key_fold) SELECT id, type, from_id, to_id, key, key_fold FROM old_relations ORDER BY rowid;
DROP TABLE old_relations;
CREATE UNIQUE INDEX relations_id ON relations (id);
CREATE INDEX relations_from ON relations (from_id, type, to_id);
CREATE INDEX relations_to ON relations (to_id, type, from_id);

ALTER TABLE properties RENAME TO old_properties;
DROP INDEX properties_id;
DROP INDEX properties_entity;
DROP INDEX properties_issuer;
DROP INDEX properties_alias;
CREATE TABLE properties (
	n           INTEGER PRIMARY KEY,
	id          TEXT NOT NULL,
	entity      TEXT NOT NULL,
	key         TEXT NOT NULL,
	value       TEXT NOT NULL, -- JSON
	issuer      TEXT,
	since       TEXT,
	since_first INTEGER,
	since_last  INTEGER,
	until       TEXT,
	until_first INTEGER,
	until_last  INTEGER,
	collections TEXT NOT NULL DEFAULT '[]',
	claims      INTEGER NOT NULL DEFAULT 0,
	support     TEXT NOT NULL DEFAULT '{}', -- JSON
	-- What the value says, each for values of its type.
	text        TEXT,
	boolean     INTEGER,
	min         REAL,
	max         REAL,
	unit        TEXT,
	date_first  INTEGER,
	date_last   INTEGER,
	value_key   TEXT NOT NULL,
	text_fold   TEXT,
	unit_fold   TEXT
) STRICT;
INSERT INTO properties (id, entity, key, value, issuer, text, boolean, min, max, unit, date_first, date_last, value_key, text_fold, unit_fold)
	SELECT id, entity, key, value, issuer, text, boolean, min, max, unit, date_first, date_last, value_key, text_fold, unit_fold FROM old_properties ORDER BY rowid;
DROP TABLE old_properties;
CREATE UNIQUE INDEX properties_id ON properties (id);
CREATE INDEX properties_entity ON properties (entity, key);
CREATE INDEX properties_issuer ON properties (issuer) WHERE issuer IS NOT NULL;
CREATE INDEX properties_alias ON properties (text_fold) WHERE key = 'alias';

-- The number of its fact, of which days a claim may speak and of which it
-- certainly does, and by which day it was known and its own document was out,
-- certainly and possibly.
ALTER TABLE claims ADD COLUMN fact_n         INTEGER NOT NULL DEFAULT 0;
ALTER TABLE claims ADD COLUMN possible_first INTEGER NOT NULL DEFAULT 0;
ALTER TABLE claims ADD COLUMN possible_last  INTEGER NOT NULL DEFAULT 0;
ALTER TABLE claims ADD COLUMN certain_first  INTEGER NOT NULL DEFAULT 0;
ALTER TABLE claims ADD COLUMN certain_last   INTEGER NOT NULL DEFAULT 0;
ALTER TABLE claims ADD COLUMN known_certain  INTEGER NOT NULL DEFAULT 0;
ALTER TABLE claims ADD COLUMN known_possible INTEGER NOT NULL DEFAULT 0;
ALTER TABLE claims ADD COLUMN out_certain    INTEGER NOT NULL DEFAULT 0;
ALTER TABLE claims ADD COLUMN out_possible   INTEGER NOT NULL DEFAULT 0;

DROP INDEX claims_source;
CREATE INDEX claims_source ON claims (source, fact_n);

ALTER TABLE claims ADD COLUMN verification        TEXT; -- its status
ALTER TABLE claims ADD COLUMN verification_at     INTEGER; -- nanoseconds from 1 January 1970
ALTER TABLE claims ADD COLUMN verification_method TEXT;
ALTER TABLE claims ADD COLUMN verification_reason TEXT;

-- What the claims on a fact come to for all lenses that look into one rectangle of
-- days: see evidence.Stretch. A lens looks into one stretch of a fact at most. What
-- is derived is told only where it differs from what the row of the fact has.
CREATE TABLE stretches (
	fact        INTEGER NOT NULL, -- its number
	place       INTEGER NOT NULL, -- among the stretches of the fact, from 0
	one         INTEGER NOT NULL, -- the n of an end of the relation, or of the entity of the property
	other       INTEGER,          -- that of the other end, or of the issuer, if it is not the same
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
	differs     INTEGER NOT NULL,
	since       TEXT,
	since_first INTEGER,
	since_last  INTEGER,
	until       TEXT,
	until_first INTEGER,
	until_last  INTEGER,
	collections TEXT,
	claims      INTEGER,
	support     TEXT,
	PRIMARY KEY (fact, place)
) STRICT, WITHOUT ROWID;

-- The words of the name and the aliases of each entity, once more: with the
-- number of the alias that has them, or 0 for the name.
DROP TABLE terms;
CREATE TABLE terms (
	term   TEXT NOT NULL,
	entity TEXT NOT NULL,
	alias  INTEGER NOT NULL,
	PRIMARY KEY (term, entity, alias)
) STRICT, WITHOUT ROWID;
CREATE INDEX terms_entity ON terms (entity);

-- What a lens puts something else in the place of: the entities that Get answers
-- for, and the sources for which claims count.
CREATE VIEW every_entity AS SELECT * FROM entities;
CREATE VIEW counting AS SELECT id, fact, source FROM claims;
