"""The tables of the index's database; those of observations are in observation_rows.py."""

SCHEMA = """
CREATE TABLE documents (
    id TEXT PRIMARY KEY, position INTEGER NOT NULL UNIQUE, source TEXT NOT NULL UNIQUE, entry_hash TEXT NOT NULL,
    first_passage INTEGER NOT NULL, passages INTEGER NOT NULL, details TEXT NOT NULL, text TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE pages (
    document_id TEXT NOT NULL, ordinal INTEGER NOT NULL, number INTEGER NOT NULL, label TEXT, start INTEGER NOT NULL,
    end INTEGER NOT NULL, PRIMARY KEY (document_id, ordinal)
) WITHOUT ROWID;
CREATE TABLE blocks (
    document_id TEXT NOT NULL, ordinal INTEGER NOT NULL, kind TEXT NOT NULL, start INTEGER NOT NULL,
    end INTEGER NOT NULL, section TEXT NOT NULL, level INTEGER NOT NULL, table_json TEXT,
    PRIMARY KEY (document_id, ordinal)
) WITHOUT ROWID;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY, document_id TEXT NOT NULL, ordinal INTEGER NOT NULL, kind TEXT NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL, section TEXT NOT NULL, context TEXT NOT NULL, body TEXT NOT NULL,
    units TEXT NOT NULL
);
CREATE INDEX passages_document ON passages (document_id);
CREATE VIRTUAL TABLE passages_fts USING fts5 (
    body, context, content='', tokenize='porter unicode61 remove_diacritics 2'
);
"""
