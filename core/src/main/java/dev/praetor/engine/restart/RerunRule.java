package dev.praetor.engine.restart;

import dev.praetor.StateType;

/** The difference between a run that is tried again and one that is resumed. Immutable. */
enum RerunRule {
  /** A new run: it keeps what succeeded, and executes again all that follows from the rest. */
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

  /** The same run in another process: it keeps whatever has ended. */
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

  /** Returns whether a task run is executed again because one upstream of it is. */
  abstract boolean followsUpstreams();

  /** Returns whether what a set-up made is gone, so that whoever needs it has it made once more. */
  abstract boolean setsUpAgain();
}
