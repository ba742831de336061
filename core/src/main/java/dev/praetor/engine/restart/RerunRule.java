package dev.praetor.engine.restart;

import dev.praetor.StateType;

/** The rules by which restarts and resumed runs differ. Immutable. */
enum RerunRule {
  /**
   * A restart is a new run: it keeps the task runs that succeeded, and executes the others and
   * their dependents again.
   */
  RESTART {
    @Override
    boolean keeps(StateType type) {
      return type.isSuccessful();
    }

    @Override
    boolean followsUpstreams() {
      return true;
    }

    @Override
    boolean setsUpAgain() {
      return true;
    }
  },

  /** A resumed run is the same run in another process: it keeps all task runs that have ended. */
  RESUME {
    @Override
    boolean keeps(StateType type) {
      return type.isFinished();
    }

    @Override
    boolean followsUpstreams() {
      return false;
    }

    @Override
    boolean setsUpAgain() {
      return false;
    }
  };

  /** Returns whether a task run in this state is kept as it is. */
  abstract boolean keeps(StateType type);

  /** Returns whether a task run is executed again if one of its upstreams is. */
  abstract boolean followsUpstreams();

  /**
   * Returns whether the resource of a set-up no longer exists, so that the set-up is executed again
   * if a task run needs it.
   */
  abstract boolean setsUpAgain();
}
