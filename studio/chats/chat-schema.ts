/** The tables of chats: a file of their own, because chats are content and telemetry is not (rule L5). */
import type { FileKind } from '#store/store-schema'

/** "KCHT" as SQLite's application id. */
const APPLICATION_ID = 0x4b434854

export const CHAT_FILE: FileKind = {
  applicationId: APPLICATION_ID,
  title: 'chats',
  readOnly:
    'The data folder cannot be written: chats can be read, but nothing new is kept. Mend it and restart Studio.',
  migrations: [
    `
    CREATE TABLE chat (
      id INTEGER PRIMARY KEY,
      chat_id TEXT NOT NULL UNIQUE,
      title TEXT NOT NULL,
      titled INTEGER NOT NULL,
      created_at_ms INTEGER NOT NULL,
      updated_at_ms INTEGER NOT NULL,
      options TEXT NOT NULL,
      preset_id TEXT,
      active INTEGER
    ) STRICT;
    CREATE INDEX chat_recent ON chat (updated_at_ms, id);
    CREATE TABLE message (
      id INTEGER PRIMARY KEY,
      message_id TEXT NOT NULL UNIQUE,
      chat INTEGER NOT NULL REFERENCES chat ON DELETE CASCADE,
      parent INTEGER REFERENCES message DEFERRABLE INITIALLY DEFERRED,
      role TEXT NOT NULL,
      created_at_ms INTEGER NOT NULL,
      status TEXT NOT NULL,
      unverified INTEGER NOT NULL,
      text TEXT NOT NULL,
      run_id TEXT,
      more TEXT NOT NULL
    ) STRICT;
    CREATE INDEX message_of_chat ON message (chat, id);
    CREATE INDEX message_under ON message (parent) WHERE parent IS NOT NULL;
    CREATE INDEX message_open ON message (id) WHERE status = 'running';
    CREATE VIRTUAL TABLE word USING fts5 (text, content = 'message', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');
    INSERT INTO word (word, rank) VALUES ('secure-delete', 1);
    CREATE TRIGGER message_added AFTER INSERT ON message BEGIN
      INSERT INTO word (rowid, text) VALUES (new.id, new.text);
    END;
    CREATE TRIGGER message_changed AFTER UPDATE OF text ON message BEGIN
      INSERT INTO word (word, rowid, text) VALUES ('delete', old.id, old.text);
      INSERT INTO word (rowid, text) VALUES (new.id, new.text);
    END;
    CREATE TRIGGER message_removed AFTER DELETE ON message BEGIN
      INSERT INTO word (word, rowid, text) VALUES ('delete', old.id, old.text);
    END;
    CREATE TABLE attachment (
      id INTEGER PRIMARY KEY,
      attachment_id TEXT NOT NULL UNIQUE,
      created_at_ms INTEGER NOT NULL,
      info TEXT NOT NULL
    ) STRICT;
    CREATE TABLE message_attachment (
      message INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
      place INTEGER NOT NULL,
      attachment INTEGER NOT NULL REFERENCES attachment,
      PRIMARY KEY (message, place)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX attachment_use ON message_attachment (attachment);
    CREATE TABLE preset (
      id INTEGER PRIMARY KEY,
      preset_id TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL UNIQUE,
      updated_at_ms INTEGER NOT NULL,
      options TEXT NOT NULL
    ) STRICT;
    CREATE TABLE migration (version INTEGER PRIMARY KEY, applied_at_ms INTEGER NOT NULL) STRICT;
    `,
    // Beside the messages, so that a key and its message are kept together or not at all, and go together.
    `
    CREATE TABLE sent_key (
      key TEXT PRIMARY KEY,
      body_hash TEXT NOT NULL,
      answer INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
      at_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sent_key_of ON sent_key (answer);
    CREATE INDEX sent_key_age ON sent_key (at_ms);
    `,
  ],
}
