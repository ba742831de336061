-- Values that tasks read by name. The version counts how often a variable was set.
CREATE TABLE variable (
  project TEXT NOT NULL,
  name    TEXT NOT NULL,
  value   TEXT NOT NULL,
  version INTEGER NOT NULL,
  created BIGINT NOT NULL,
  time    BIGINT NOT NULL,
  set_by  TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (project, name)
);
