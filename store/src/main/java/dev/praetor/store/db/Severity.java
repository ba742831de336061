package dev.praetor.store.db;

/** The prospects of a write that failed. */
public enum Severity {
  /** The same write may succeed later: the server is away, a lock is held, the disk is full. */
  PASSING,
  /** The database never accepts one of the written values. */
  VALUE,
  /** The database never accepts the statement: a table is missing, or a privilege. */
  STATEMENT,
  /** The database is damaged or gone, so that nothing can be written to it any more. */
  BROKEN
}
