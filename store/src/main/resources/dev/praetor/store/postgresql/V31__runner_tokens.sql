-- The pools that a worker's key is limited to, as JSON; absent if to none.
ALTER TABLE api_key ADD COLUMN pools TEXT COLLATE "C";

-- The tokens of runners, one for each; hash is the SHA-256 of a token, whose text is kept nowhere. api_key is the id of the
-- key with which the worker asked for it, absent for the administrator's key of a home. pools is JSON. The token is not
-- accepted from ends on, which is moved while the runner lives; ended is the time at which it was taken back.
CREATE TABLE runner_token (
  runner  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  hash    TEXT COLLATE "C" NOT NULL UNIQUE,
  worker  TEXT COLLATE "C" NOT NULL,
  code    TEXT COLLATE "C" NOT NULL,
  pools   TEXT COLLATE "C" NOT NULL,
  api_key TEXT COLLATE "C",
  created BIGINT NOT NULL,
  ends    BIGINT NOT NULL,
  ended   BIGINT
);
CREATE INDEX runner_token_worker ON runner_token (worker);
