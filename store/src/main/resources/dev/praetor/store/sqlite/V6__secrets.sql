-- Why the values of some parameters of a run are not recorded, as a JSON object; NULL in runs of older versions.
ALTER TABLE flow_run ADD COLUMN parameter_notes TEXT;

-- Encrypted secrets. The version counts how often a secret was set; key_id tells which key encrypted it.
CREATE TABLE secret (
  name    TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  time    BIGINT NOT NULL,
  key_id  TEXT NOT NULL,
  sealed  TEXT NOT NULL
);
