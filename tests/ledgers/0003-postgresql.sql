-- A ledger of revision 0003 with one document, the first that there is on PostgreSQL. Never change it: the migrations are tested on it.
CREATE TABLE alembic_version (
    version_num character varying(32) NOT NULL
);
COMMENT ON TABLE alembic_version IS 'a ledger of Servanda';
CREATE TABLE documents (
    key integer NOT NULL,
    id text NOT NULL COLLATE pg_catalog."C",
    doc text NOT NULL COLLATE pg_catalog."C",
    version integer NOT NULL,
    hash text NOT NULL COLLATE pg_catalog."C",
    url text COLLATE pg_catalog."C",
    lang text NOT NULL COLLATE pg_catalog."C",
    published text COLLATE pg_catalog."C",
    publisher text COLLATE pg_catalog."C",
    source text NOT NULL COLLATE pg_catalog."C",
    state text COLLATE pg_catalog."C",
    reader text NOT NULL COLLATE pg_catalog."C",
    recorded_at text NOT NULL COLLATE pg_catalog."C",
    seen_at text NOT NULL COLLATE pg_catalog."C",
    superseded_at text COLLATE pg_catalog."C"
);
CREATE TABLE facets (
    code text NOT NULL COLLATE pg_catalog."C",
    record integer NOT NULL
);
CREATE TABLE judged (
    record integer NOT NULL,
    judgement integer,
    held_from text COLLATE pg_catalog."C",
    held_until text COLLATE pg_catalog."C"
);
CREATE TABLE judgements (
    key integer NOT NULL,
    at text NOT NULL COLLATE pg_catalog."C",
    account text NOT NULL COLLATE pg_catalog."C",
    deed text NOT NULL COLLATE pg_catalog."C",
    about text NOT NULL COLLATE pg_catalog."C",
    slot text COLLATE pg_catalog."C",
    value text COLLATE pg_catalog."C",
    reason text COLLATE pg_catalog."C",
    doc text COLLATE pg_catalog."C",
    undoes integer,
    carries integer
);
CREATE TABLE records (
    key integer NOT NULL,
    id text NOT NULL COLLATE pg_catalog."C",
    document integer NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    type text COLLATE pg_catalog."C",
    first_day text COLLATE pg_catalog."C",
    last_day text COLLATE pg_catalog."C",
    body text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE searches (
    key integer NOT NULL,
    act text NOT NULL COLLATE pg_catalog."C",
    searched_on text NOT NULL COLLATE pg_catalog."C",
    recorded_at text NOT NULL COLLATE pg_catalog."C"
);
CREATE VIEW statements AS
 SELECT records.id AS subject,
    slot.key AS property,
        CASE json_typeof(item.value)
            WHEN 'boolean'::text THEN ((((item.value #>> '{}'::text[]))::boolean)::integer)::text
            ELSE (item.value #>> '{}'::text[])
        END AS value,
    documents.doc,
    (((records.body)::json ->> 'start'::text))::integer AS start,
    (((records.body)::json ->> 'end'::text))::integer AS "end",
    ((records.body)::json ->> 'said_by'::text) AS said_by,
    documents.source,
    COALESCE(('account '::text || judgements.account), documents.reader) AS reader,
    COALESCE(judged.held_from, documents.recorded_at) AS first_seen,
    COALESCE(judged.held_until, documents.seen_at) AS last_seen
   FROM (((((records
     JOIN documents ON ((documents.key = records.document)))
     LEFT JOIN judged ON ((judged.record = records.key)))
     LEFT JOIN judgements ON ((judgements.key = judged.judgement)))
     CROSS JOIN LATERAL json_each((records.body)::json) slot(key, value))
     CROSS JOIN LATERAL json_array_elements(
        CASE json_typeof(slot.value)
            WHEN 'array'::text THEN slot.value
            ELSE json_build_array(slot.value)
        END) item(value))
  WHERE (slot.key <> ALL (ARRAY['doc'::text, 'start'::text, 'end'::text, 'quote'::text]));
CREATE TABLE texts (
    document integer NOT NULL,
    text text NOT NULL COLLATE pg_catalog."C",
    parts text NOT NULL COLLATE pg_catalog."C",
    raw text COLLATE pg_catalog."C"
);
CREATE TABLE words (
    document integer NOT NULL,
    folded text NOT NULL COLLATE pg_catalog."C",
    tokens tsvector NOT NULL
);
INSERT INTO alembic_version VALUES ('0003');
INSERT INTO documents VALUES (1, 'doc-f3bad1139c55', 'old-1', 1, 'bd63b4bf381f6ea19808fb5c0f875fee', NULL, 'en', '2026-01-05', 'VNA', 'state-agency', 'VN', 'servanda 0.1.0', '2026-01-06T00:00:00.000+00:00', '2026-01-06T00:00:00.000+00:00', NULL);
INSERT INTO facets VALUES ('form:rd-centre', 1);
INSERT INTO facets VALUES ('form:rd-centre', 2);
INSERT INTO facets VALUES ('name:acme', 2);
INSERT INTO facets VALUES ('party:CN', 1);
INSERT INTO facets VALUES ('party:CN', 2);
INSERT INTO facets VALUES ('party:VN', 1);
INSERT INTO facets VALUES ('party:VN', 2);
INSERT INTO facets VALUES ('sector:ai', 1);
INSERT INTO facets VALUES ('sector:ai', 2);
INSERT INTO records VALUES (1, 'doc-f3bad1139c55', 1, 'document', NULL, '2026-01-05', '2026-01-05', '{"kind":"document","doc":"old-1","start":0,"end":20,"quote":"Acme of Huế will ope","confidence":1.0,"rule":"heading","lang":"en","published":"2026-01-05","publisher":"VNA"}');
INSERT INTO records VALUES (2, 'act-216d5bcf781c', 1, 'act', 'promise', '2026-01-05', '2026-01-05', '{"kind":"act","doc":"old-1","start":12,"end":30,"quote":"will open a centre","confidence":0.9,"rule":"made","verb":"promise","by":["Acme"],"parties":["VN","CN"],"what":"a centre","forms":["rd-centre"],"sectors":["ai"]}');
INSERT INTO texts VALUES (1, 'Acme of Huế will open a centre.', '[{"start":0,"end":31,"kind":"body"}]', NULL);
INSERT INTO words VALUES (1, ' acme of hue will open a centre ', '''a'' ''acme'' ''centre'' ''hue'' ''of'' ''open'' ''will''');
ALTER TABLE ONLY alembic_version
    ADD CONSTRAINT alembic_version_pkey PRIMARY KEY (version_num);
ALTER TABLE ONLY documents
    ADD CONSTRAINT documents_doc_version_key UNIQUE (doc, version);
ALTER TABLE ONLY documents
    ADD CONSTRAINT documents_pkey PRIMARY KEY (key);
ALTER TABLE ONLY facets
    ADD CONSTRAINT facets_pkey PRIMARY KEY (code, record);
ALTER TABLE ONLY judged
    ADD CONSTRAINT judged_pkey PRIMARY KEY (record);
ALTER TABLE ONLY judgements
    ADD CONSTRAINT judgements_pkey PRIMARY KEY (key);
ALTER TABLE ONLY records
    ADD CONSTRAINT records_pkey PRIMARY KEY (key);
ALTER TABLE ONLY searches
    ADD CONSTRAINT searches_pkey PRIMARY KEY (key);
ALTER TABLE ONLY texts
    ADD CONSTRAINT texts_pkey PRIMARY KEY (document);
ALTER TABLE ONLY words
    ADD CONSTRAINT words_pkey PRIMARY KEY (document);
CREATE INDEX documents_hash ON documents USING btree (hash);
CREATE INDEX documents_url ON documents USING btree (url);
CREATE INDEX judgements_about ON judgements USING btree (about);
CREATE INDEX judgements_doc ON judgements USING btree (doc);
CREATE INDEX records_document ON records USING btree (document);
CREATE INDEX records_id ON records USING btree (id);
CREATE INDEX records_kind ON records USING btree (kind, first_day);
CREATE INDEX searches_act ON searches USING btree (act);
CREATE INDEX words_tokens ON words USING gin (tokens);
ALTER TABLE ONLY facets
    ADD CONSTRAINT facets_record_fkey FOREIGN KEY (record) REFERENCES records(key);
ALTER TABLE ONLY judged
    ADD CONSTRAINT judged_judgement_fkey FOREIGN KEY (judgement) REFERENCES judgements(key);
ALTER TABLE ONLY judged
    ADD CONSTRAINT judged_record_fkey FOREIGN KEY (record) REFERENCES records(key);
ALTER TABLE ONLY judgements
    ADD CONSTRAINT judgements_carries_fkey FOREIGN KEY (carries) REFERENCES judgements(key);
ALTER TABLE ONLY judgements
    ADD CONSTRAINT judgements_undoes_fkey FOREIGN KEY (undoes) REFERENCES judgements(key);
ALTER TABLE ONLY records
    ADD CONSTRAINT records_document_fkey FOREIGN KEY (document) REFERENCES documents(key);
ALTER TABLE ONLY texts
    ADD CONSTRAINT texts_document_fkey FOREIGN KEY (document) REFERENCES documents(key);
ALTER TABLE ONLY words
    ADD CONSTRAINT words_document_fkey FOREIGN KEY (document) REFERENCES documents(key);
