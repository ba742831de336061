-- The keys of programs; hash is the SHA-256 of a key, whose text is kept nowhere.
CREATE TABLE api_key (
  id         TEXT NOT NULL PRIMARY KEY,
  name       TEXT NOT NULL,
  hash       TEXT NOT NULL UNIQUE,
  role       TEXT NOT NULL,
  created    BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  expires    BIGINT,
  revoked    BIGINT,
  revoked_by TEXT NOT NULL DEFAULT '',
  used       BIGINT
);
CREATE UNIQUE INDEX api_key_name ON api_key (name) WHERE revoked IS NULL;
