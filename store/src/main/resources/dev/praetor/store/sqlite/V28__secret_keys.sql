-- The row that whoever changes secrets locks, so that changes are made one after the other; made with the first change.
CREATE TABLE secret_turn (
  id    INTEGER NOT NULL PRIMARY KEY,
  taken BIGINT NOT NULL
);

-- The keys that encrypt the secrets of a project, each encrypted with the master key that master names, which lies
-- outside the database. New values are encrypted with the current one.
CREATE TABLE secret_key (
  id         TEXT NOT NULL PRIMARY KEY,
  project    TEXT NOT NULL DEFAULT 'default',
  is_current INTEGER NOT NULL,
  created    BIGINT NOT NULL,
  master     TEXT NOT NULL,
  wrapped    TEXT NOT NULL
);
CREATE UNIQUE INDEX secret_key_current ON secret_key (project) WHERE is_current = 1;

-- key_id is the id of a row of secret_key, or identifies the key of the file that encrypted values before there were any.
ALTER TABLE secret RENAME TO earlier_secret;
CREATE TABLE secret (
  project TEXT NOT NULL DEFAULT 'default',
  name    TEXT NOT NULL,
  version INTEGER NOT NULL,
  created BIGINT NOT NULL,
  time    BIGINT NOT NULL,
  set_by  TEXT NOT NULL DEFAULT '',
  key_id  TEXT NOT NULL,
  sealed  TEXT NOT NULL,
  PRIMARY KEY (project, name)
);
INSERT INTO secret (name, version, created, time, key_id, sealed)
  SELECT name, version, time, time, key_id, sealed FROM earlier_secret;
DROP TABLE earlier_secret;

-- The flows whose runs on a server may read a secret; an empty flow is every flow of the project.
CREATE TABLE secret_grant (
  project TEXT NOT NULL DEFAULT 'default',
  secret  TEXT NOT NULL,
  flow    TEXT NOT NULL,
  time    BIGINT NOT NULL,
  made_by TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (project, secret, flow)
);
-- Whoever could read a secret before there were grants can still do so.
INSERT INTO secret_grant (secret, flow, time) SELECT name, '', time FROM secret;

-- The runs to which a secret was given out, with the number of reads and the times of the first and the last.
CREATE TABLE secret_use (
  project TEXT NOT NULL DEFAULT 'default',
  secret  TEXT NOT NULL,
  run     TEXT NOT NULL,
  flow    TEXT NOT NULL,
  first   BIGINT NOT NULL,
  last    BIGINT NOT NULL,
  reads   BIGINT NOT NULL,
  PRIMARY KEY (project, secret, run)
);
CREATE INDEX secret_use_last ON secret_use (project, secret, last);
