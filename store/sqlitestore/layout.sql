-- How a graph is kept in SQLite.
--
-- A column that ends in _fold or _key holds the text of another as package text
-- folds it, for matching and for sorting; _first and _last are the first and the
-- last day that a date can be, counted from 1 January 1970. Columns that end in
-- neither are as the records have them. A missing text, number or date is NULL; a
-- list is a JSON array.

CREATE TABLE state (
	one          INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
	version      INTEGER NOT NULL, -- change sets that changed anything
	text_version INTEGER NOT NULL  -- of package text, as it computed the columns _fold and _key and the terms
) STRICT;
INSERT INTO state (one, version, text_version) VALUES (1, 0, 0);

CREATE TABLE entities (
	id           TEXT NOT NULL,
	kind         TEXT NOT NULL,
	name         TEXT NOT NULL,
	summary      TEXT,
	collections  TEXT NOT NULL,
	degree       INTEGER NOT NULL DEFAULT 0,
	name_key     TEXT NOT NULL,
	name_fold    TEXT NOT NULL,
	summary_fold TEXT
) STRICT;
CREATE UNIQUE INDEX entities_id ON entities (id);
CREATE INDEX entities_name ON entities (name_key, id);
CREATE INDEX entities_kind ON entities (kind, name_key, id);
CREATE INDEX entities_left ON entities (id) WHERE collections = '[]';

CREATE TABLE sources (
	id              TEXT NOT NULL,
	kind            TEXT NOT NULL,
	title           TEXT,
	publishers      TEXT,
	byline          TEXT,
	published       TEXT,
	published_first INTEGER,
	published_last  INTEGER,
	published_note  TEXT,
	retrieved       TEXT,
	url             TEXT,
	language        TEXT,
	file_name       TEXT,
	fingerprint     TEXT,
	cites           TEXT,
	derives_from    TEXT,
	act             TEXT,
	note            TEXT,
	collections     TEXT NOT NULL,
	claims          INTEGER NOT NULL DEFAULT 0,
	title_key       TEXT,
	title_fold      TEXT,
	url_fold        TEXT,
	language_fold   TEXT,
	file_name_fold  TEXT
) STRICT;
CREATE UNIQUE INDEX sources_id ON sources (id);
CREATE INDEX sources_left ON sources (id) WHERE collections = '[]';

CREATE TABLE relations (
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
	key_fold    TEXT
) STRICT;
CREATE UNIQUE INDEX relations_id ON relations (id);
CREATE INDEX relations_from ON relations (from_id, type, to_id);
CREATE INDEX relations_to ON relations (to_id, type, from_id);

CREATE TABLE properties (
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
CREATE UNIQUE INDEX properties_id ON properties (id);
CREATE INDEX properties_entity ON properties (entity, key);
CREATE INDEX properties_issuer ON properties (issuer) WHERE issuer IS NOT NULL;
CREATE INDEX properties_alias ON properties (text_fold) WHERE key = 'alias';

CREATE TABLE claims (
	id             TEXT NOT NULL,
	fact           TEXT NOT NULL,
	source         TEXT NOT NULL,
	collection     TEXT NOT NULL,
	stance         TEXT NOT NULL,
	modality       TEXT NOT NULL,
	reading        TEXT NOT NULL,
	firsthand      INTEGER NOT NULL,
	recorded_at    INTEGER NOT NULL, -- nanoseconds from 1 January 1970
	page           INTEGER NOT NULL,
	paragraph      INTEGER,
	part           TEXT,
	start          INTEGER NOT NULL,
	length         INTEGER NOT NULL,
	hash           TEXT,
	place          TEXT, -- page, paragraph and start as one text that sorts
	qualifiers     TEXT,
	attributed_to  TEXT,
	credits        TEXT,
	answers        TEXT,
	retracts       TEXT,
	mentions       TEXT,
	recorded_by    TEXT,
	note           TEXT,
	statement      TEXT NOT NULL,
	statement_fold TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX claims_id ON claims (id);
CREATE INDEX claims_fact ON claims (fact);
CREATE INDEX claims_source ON claims (source);

-- The ids in the lists of sources and claims, once more, to be found from both sides.
CREATE TABLE refs (
	holder TEXT NOT NULL,
	field  TEXT NOT NULL,
	target TEXT NOT NULL,
	PRIMARY KEY (holder, field, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX refs_target ON refs (target, field, holder);

-- The words of the name and the aliases of each entity.
CREATE TABLE terms (
	term   TEXT NOT NULL,
	entity TEXT NOT NULL,
	PRIMARY KEY (term, entity)
) STRICT, WITHOUT ROWID;
CREATE INDEX terms_entity ON terms (entity);

CREATE TABLE collections (
	name        TEXT NOT NULL PRIMARY KEY,
	title       TEXT NOT NULL,
	description TEXT NOT NULL,
	licence     TEXT NOT NULL,
	claims      INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The change sets that were applied under a key.
CREATE TABLE applied (
	key    TEXT NOT NULL PRIMARY KEY,
	digest TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE changes (
	version INTEGER NOT NULL,
	place   INTEGER NOT NULL, -- among the changes of one version
	at      INTEGER NOT NULL, -- nanoseconds from 1 January 1970
	op      TEXT NOT NULL,
	id      TEXT NOT NULL,
	PRIMARY KEY (version, place)
) STRICT, WITHOUT ROWID;
