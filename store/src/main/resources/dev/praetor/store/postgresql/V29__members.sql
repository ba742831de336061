-- The roles of users in single projects. A user with a role on the whole server has none here, and account.role is '' for
-- a user without one on the whole server.
CREATE TABLE account_role (
  account TEXT COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  project TEXT COLLATE "C" NOT NULL,
  role    TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (account, project)
);
-- The row that whoever changes what users may do locks, so that changes are made one after the other; made with the first change.
CREATE TABLE account_turn (
  id    INTEGER NOT NULL PRIMARY KEY,
  taken BIGINT NOT NULL
);
-- A user who is a program has no password, and never gets one.
ALTER TABLE account ADD COLUMN service INTEGER NOT NULL DEFAULT 0;
-- The name of the user whose roles a key has; the role of such a key is ''.
ALTER TABLE api_key ADD COLUMN account TEXT COLLATE "C";
CREATE INDEX api_key_account ON api_key (account);
