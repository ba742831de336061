package dev.praetor;

/**
 * The kind of a {@link PraetorException}, for programs: each kind calls for a different reaction.
 * The names are stable; later releases may add new ones.
 */
public enum ErrorCode {
  /** The definition of a flow is invalid. */
  INVALID_FLOW,
  /** The definition of a task is invalid. */
  INVALID_TASK,
  /** A run cannot start with the given parameters. */
  INVALID_PARAMETERS,
  /** A schedule or a part of a schedule is invalid. */
  INVALID_SCHEDULE,
  /** The search for the next occurrences of a schedule stopped at its limit. */
  SEARCH_GAVE_UP,
  /** An argument is malformed, for example the path of a task run. */
  BAD_REQUEST,
  /** A named thing does not exist: a run, a node, a child, a store. */
  NOT_FOUND,
  /**
   * The state of a thing does not permit the operation, for example cancelling a run that has
   * ended.
   */
  CONFLICT,
  /** A value is larger than its limit. */
  TOO_LARGE,
  /** A question takes longer to answer than it may. */
  TOO_COSTLY,
  /** A run did not succeed and therefore has no value. */
  RUN_FAILED,
  /** A secret is not declared by the task, or not available. */
  SECRET_UNAVAILABLE,
  /** A variable does not exist, or its text is not of the kind that is asked for. */
  VARIABLE_UNAVAILABLE,
  /** Another process owns the run now. */
  OWNERSHIP_LOST,
  /** The store cannot be reached, read or written at the moment, or is closed. */
  UNAVAILABLE
}
