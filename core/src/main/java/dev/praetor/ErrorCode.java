package dev.praetor;

/**
 * The kind of a {@link PraetorException}, for programs: each kind calls for another reaction. The
 * names are stable; a later release may add some.
 */
public enum ErrorCode {
  /** A flow cannot work as it is defined. */
  INVALID_FLOW,
  /** A task cannot be defined as written. */
  INVALID_TASK,
  /** A run cannot begin with the parameters given. */
  INVALID_PARAMETERS,
  /** A schedule, or a part of one, cannot work. */
  INVALID_SCHEDULE,
  /** The search for the next occurrences of a schedule stopped at its limit. */
  SEARCH_GAVE_UP,
  /** An argument has the wrong form, for example the path of a task run. */
  BAD_REQUEST,
  /** A named thing does not exist: a run, a node, a child, a store. */
  NOT_FOUND,
  /** The state of a thing does not allow what was asked, for example to cancel a run that ended. */
  CONFLICT,
  /** A value is larger than its limit. */
  TOO_LARGE,
  /** A run did not succeed, so it has no value. */
  RUN_FAILED,
  /** A secret is not declared by the task, or not available. */
  SECRET_UNAVAILABLE,
  /** Another process owns the run now. */
  OWNERSHIP_LOST,
  /** The store cannot be reached, read or written at the moment, or was closed. */
  UNAVAILABLE
}
