package dev.praetor.store.model;

/** The knowledge about the life of the process that owns a run. */
public enum OwnerLife {
  /** The process is alive. */
  ALIVE,
  /** The process had a heartbeat within the length of a lease. */
  HEARD,
  /** Only watching its heartbeat can tell whether the process is alive. */
  SILENT,
  /** The process has ended, or its lease has. */
  ENDED
}
