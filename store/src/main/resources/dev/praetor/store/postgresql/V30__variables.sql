-- Values that tasks read by name. The version counts how often a variable was set.
CREATE TABLE variable (
  project TEXT COLLATE "C" NOT NULL,
  name    TEXT COLLATE "C" NOT NULL,
  value   TEXT COLLATE "C" NOT NULL,
  version INTEGER NOT NULL,
  created BIGINT NOT NULL,
  time    BIGINT NOT NULL,
  set_by  TEXT COLLATE "C" NOT NULL DEFAULT '',
  PRIMARY KEY (project, name)
);
