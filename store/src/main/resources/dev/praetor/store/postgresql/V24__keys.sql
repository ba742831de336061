-- The keys of programs; hash is the SHA-256 of a key, whose text is kept nowhere.
CREATE TABLE api_key (
  id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  name       TEXT COLLATE "C" NOT NULL,
  hash       TEXT COLLATE "C" NOT NULL UNIQUE,
  role       TEXT COLLATE "C" NOT NULL,
  created    BIGINT NOT NULL,
  created_by TEXT COLLATE "C" NOT NULL,
  expires    BIGINT,
  revoked    BIGINT,
  revoked_by TEXT COLLATE "C" NOT NULL DEFAULT '',
  used       BIGINT
);
CREATE UNIQUE INDEX api_key_name ON api_key (name) WHERE revoked IS NULL;
