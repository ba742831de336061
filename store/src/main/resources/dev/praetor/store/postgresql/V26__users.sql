-- The people who use a server; password is a hash of Argon2id with its parameters, absent until it is set.
CREATE TABLE account (
  id          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  name        TEXT COLLATE "C" NOT NULL UNIQUE,
  role        TEXT COLLATE "C" NOT NULL,
  password    TEXT COLLATE "C",
  created     BIGINT NOT NULL,
  created_by  TEXT COLLATE "C" NOT NULL,
  disabled    BIGINT,
  disabled_by TEXT COLLATE "C" NOT NULL DEFAULT '',
  last_log_in BIGINT
);
-- The links with which people set their passwords, one for each account; the account of the link
-- for the first administrator, who has none yet, is ''. hash is the SHA-256 of the link's token.
CREATE TABLE account_link (
  account TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  hash    TEXT COLLATE "C" NOT NULL UNIQUE,
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL
);
-- The sessions of people; id is the SHA-256 of a session's token, whose text is kept nowhere.
CREATE TABLE account_session (
  id      TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  account TEXT COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  created BIGINT NOT NULL,
  seen    BIGINT NOT NULL,
  ends    BIGINT NOT NULL,
  address TEXT COLLATE "C" NOT NULL
);
CREATE INDEX account_session_account ON account_session (account);
