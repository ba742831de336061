-- The files of packages, and the pieces that their bytes are stored in: blobs by their hashes. A file that no package
-- names is deleted some time after it was used last.
CREATE TABLE package_file (
  sha256 TEXT NOT NULL PRIMARY KEY,
  size   BIGINT NOT NULL,
  used   BIGINT NOT NULL
);
CREATE TABLE package_piece (
  file  TEXT NOT NULL,
  place INTEGER NOT NULL,
  blob  TEXT NOT NULL,
  size  BIGINT NOT NULL,
  PRIMARY KEY (file, place)
);
CREATE INDEX package_piece_blob ON package_piece (blob);

-- The packages of registered flows, and their files in the order of the class path. kind is JARS or SOURCES; release is
-- the JDK release that the classes need.
CREATE TABLE package (
  sha256  TEXT NOT NULL PRIMARY KEY,
  kind    TEXT NOT NULL,
  release INTEGER NOT NULL,
  size    BIGINT NOT NULL,
  created BIGINT NOT NULL
);
CREATE TABLE package_part (
  package TEXT NOT NULL,
  place   INTEGER NOT NULL,
  file    TEXT NOT NULL,
  name    TEXT NOT NULL,
  size    BIGINT NOT NULL,
  PRIMARY KEY (package, place)
);
CREATE INDEX package_part_file ON package_part (file);

-- The flows that are registered, and what people set on them. current is the number of the version of new runs, changed
-- the time since when it is. change_id identifies the registration that made it the current one. settings are default
-- parameters and labels, as JSON. An archived flow makes no runs.
CREATE TABLE registered_flow (
  project     TEXT NOT NULL,
  name        TEXT NOT NULL,
  current     INTEGER NOT NULL,
  created     BIGINT NOT NULL,
  changed     BIGINT NOT NULL,
  change_id   TEXT NOT NULL,
  settings    TEXT NOT NULL DEFAULT '{}',
  archived    BIGINT,
  archived_by TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (project, name)
);

-- The versions of registered flows, whose numbers count up in each flow. version is the hash in flow_version.
CREATE TABLE registered_version (
  project TEXT NOT NULL,
  flow    TEXT NOT NULL,
  number  INTEGER NOT NULL,
  version TEXT NOT NULL,
  package TEXT NOT NULL,
  author  TEXT NOT NULL,
  created BIGINT NOT NULL,
  PRIMARY KEY (project, flow, number)
);
CREATE UNIQUE INDEX registered_version_once ON registered_version (project, flow, version, package);
CREATE INDEX registered_version_version ON registered_version (version);
