package dev.praetor.store.write;

import dev.praetor.State;
import dev.praetor.store.model.Admission;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The decision about a run that asks to enter. */
sealed interface EntryDecision {
  /**
   * The row of the run is written.
   *
   * @param state the state in which it waits or has ended; absent if it starts
   * @param turn its turn among the runs of its schedule; absent for any other run
   * @param alone true if it starts only when the runs of earlier turns have ended
   */
  record Recorded(Optional<State> state, @Nullable Long turn, boolean alone)
      implements EntryDecision {
    boolean starts() {
      return state.isEmpty();
    }

    /** Returns whether the row names this process: it runs the run, or the run is bound to it. */
    boolean isOwned(RunEntry terms) {
      return starts() || terms.bound() && StoredRun.isWaiting(state.get());
    }

    Admission answer() {
      return state.map(EntryDecision::answer).orElseGet(Admission.Starts::new);
    }
  }

  /** No row is written. */
  sealed interface Refused extends EntryDecision {
    void tell(Job.Admit job);
  }

  record Answered(Admission answer) implements Refused {
    @Override
    public void tell(Job.Admit job) {
      job.done().complete(answer);
    }
  }

  record Failed(StoreFailed why) implements Refused {
    @Override
    public void tell(Job.Admit job) {
      job.done().completeExceptionally(why);
    }
  }

  /** Returns the answer to a run that is recorded in a state other than Pending. */
  static Admission answer(State recorded) {
    return recorded.isFinished() ? new Admission.Skips(recorded) : new Admission.Waits(recorded);
  }
}
