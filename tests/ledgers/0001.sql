-- A ledger of revision 0001 with one document, as the first Servanda wrote it. Never change it: the migrations are tested on it.
PRAGMA application_id = 1397904964;
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE documents (
	"key" INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	doc VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	hash VARCHAR NOT NULL, 
	url VARCHAR, 
	lang VARCHAR NOT NULL, 
	published VARCHAR, 
	publisher VARCHAR, 
	source VARCHAR NOT NULL, 
	state VARCHAR, 
	reader VARCHAR NOT NULL, 
	recorded_at VARCHAR NOT NULL, 
	seen_at VARCHAR NOT NULL, 
	superseded_at VARCHAR, 
	PRIMARY KEY ("key"), 
	UNIQUE (doc, version)
);
INSERT INTO "documents" VALUES(1,'doc-f3bad1139c55','old-1',1,'bd63b4bf381f6ea19808fb5c0f875fee',NULL,'en','2026-01-05','VNA','state-agency','VN','servanda 0.1.0','2026-01-06T00:00:00.000+00:00','2026-01-06T00:00:00.000+00:00',NULL);
CREATE TABLE facets (
	code VARCHAR NOT NULL, 
	record INTEGER NOT NULL, 
	PRIMARY KEY (code, record), 
	FOREIGN KEY(record) REFERENCES records ("key")
)
 WITHOUT ROWID

;
INSERT INTO "facets" VALUES('form:rd-centre',1);
INSERT INTO "facets" VALUES('form:rd-centre',2);
INSERT INTO "facets" VALUES('name:acme',2);
INSERT INTO "facets" VALUES('party:CN',1);
INSERT INTO "facets" VALUES('party:CN',2);
INSERT INTO "facets" VALUES('party:VN',1);
INSERT INTO "facets" VALUES('party:VN',2);
INSERT INTO "facets" VALUES('sector:ai',1);
INSERT INTO "facets" VALUES('sector:ai',2);
CREATE TABLE records (
	"key" INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	document INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	type VARCHAR, 
	first_day VARCHAR, 
	last_day VARCHAR, 
	body VARCHAR NOT NULL, 
	PRIMARY KEY ("key"), 
	FOREIGN KEY(document) REFERENCES documents ("key")
);
INSERT INTO "records" VALUES(1,'doc-f3bad1139c55',1,'document',NULL,'2026-01-05','2026-01-05','{"kind":"document","doc":"old-1","start":0,"end":20,"quote":"Acme of Huế will ope","confidence":1.0,"rule":"heading","lang":"en","published":"2026-01-05","publisher":"VNA"}');
INSERT INTO "records" VALUES(2,'act-216d5bcf781c',1,'act','promise','2026-01-05','2026-01-05','{"kind":"act","doc":"old-1","start":12,"end":30,"quote":"will open a centre","confidence":0.9,"rule":"made","verb":"promise","by":["Acme"],"parties":["VN","CN"],"what":"a centre","forms":["rd-centre"],"sectors":["ai"]}');
CREATE TABLE texts (
	document INTEGER NOT NULL, 
	text VARCHAR NOT NULL, 
	parts VARCHAR NOT NULL, 
	raw VARCHAR, 
	PRIMARY KEY (document), 
	FOREIGN KEY(document) REFERENCES documents ("key")
);
INSERT INTO "texts" VALUES(1,'Acme of Huế will open a centre.','[{"start":0,"end":31,"kind":"body"}]',NULL);
CREATE INDEX documents_hash ON documents (hash);
CREATE INDEX documents_url ON documents (url);
CREATE INDEX records_id ON records (id);
CREATE INDEX records_document ON records (document);
CREATE INDEX records_kind ON records (kind, first_day);
CREATE VIEW statements AS
SELECT records.id AS subject, slot.key AS property, item.value AS value, documents.doc AS doc,
  json_extract(records.body, '$.start') AS start, json_extract(records.body, '$.end') AS "end",
  json_extract(records.body, '$.said_by') AS said_by, documents.source AS source, documents.reader AS reader,
  documents.recorded_at AS first_seen, documents.seen_at AS last_seen
FROM records JOIN documents ON documents.key = records.document, json_each(records.body) AS slot,
  json_each(CASE slot.type WHEN 'array' THEN slot.value ELSE json_array(slot.value) END) AS item
WHERE slot.key NOT IN ('doc', 'start', 'end', 'quote');
CREATE VIRTUAL TABLE words USING fts5(folded, content='', tokenize='unicode61 remove_diacritics 0');
INSERT INTO words (rowid, folded) VALUES (1, 'acme of hue will open a centre.');
