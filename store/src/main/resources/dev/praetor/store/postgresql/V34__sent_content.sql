-- The pieces and files of packages that were sent for a project, by their hashes, and when last: whoever is limited to
-- a project registers only what it has sent itself. Rows are deleted after a day; registered packages are proof later.
CREATE TABLE sent_content (
  project TEXT COLLATE "C" NOT NULL,
  kind    TEXT COLLATE "C" NOT NULL,
  sha256  TEXT COLLATE "C" NOT NULL,
  time    BIGINT NOT NULL,
  PRIMARY KEY (project, kind, sha256)
);
CREATE INDEX sent_content_time ON sent_content (time);
CREATE INDEX registered_version_package ON registered_version (package, project);
