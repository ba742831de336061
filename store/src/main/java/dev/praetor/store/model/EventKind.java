package dev.praetor.store.model;

/** The kinds of events: what happens in a store beside the states of runs and task runs. */
public enum EventKind {
  /** Missed times of a schedule are not made up. */
  OCCURRENCES_PASSED_OVER,
  /** A version of a flow was registered. */
  FLOW_REGISTERED,
  FLOW_ARCHIVED,
  FLOW_UNARCHIVED,
  /** The process that owned a run died, and another one has claimed the run. */
  RUN_OWNER_DIED,
  /** A process has claimed a run that its owner left. */
  RUN_HANDED_OVER,
  /** A run is not resumed any more, because too many of its processes died. */
  RUN_GIVEN_UP,
  /** A run that was given up was opened again. */
  RUN_REOPENED,
  /** A process reported about a run that another one has claimed; the report was refused. */
  LATE_REPORT_REFUSED,
  WORKER_JOINED,
  /** A worker was told to drain. */
  WORKER_DRAINED,
  /** A worker ended by itself. */
  WORKER_ENDED,
  /** A worker died, or was not heard for long. */
  WORKER_LOST,
  POOL_PAUSED,
  POOL_RESUMED,
  SCHEDULE_PAUSED,
  SCHEDULE_RESUMED,
  LIMIT_SET,
  LIMIT_DELETED,
  /** A person took a slot of a limited tag from an attempt. */
  SLOT_RELEASED,
  /** Retention deleted runs of a flow. */
  RUNS_REMOVED
}
