-- The task runs of ended runs with many of them, column by column, for questions about all of them. A row is only right
-- while the run has its epoch and its sequence. size is the number of task runs,
-- bounds are the least and the greatest of their numbers.
CREATE TABLE run_columns (
  run      TEXT NOT NULL,
  part     INTEGER NOT NULL,
  epoch    INTEGER NOT NULL,
  sequence BIGINT NOT NULL,
  size     INTEGER NOT NULL,
  bounds   TEXT NOT NULL,
  data     BLOB NOT NULL,
  PRIMARY KEY (run, part)
);
