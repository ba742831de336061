package dev.praetor.embedded.run;

import dev.praetor.Argument;
import dev.praetor.RunId;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.local.StartedRun;
import dev.praetor.engine.run.RunRequest;
import dev.praetor.store.model.Admission;
import dev.praetor.store.model.DueRun;
import dev.praetor.store.model.RunEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The door through which each run enters: its parameters are checked, the store admits it, and it
 * starts at once or waits. Thread-safe.
 */
public final class Door {
  private final RunsInProgress inProgress;

  public Door(RunsInProgress inProgress) {
    this.inProgress = inProgress;
  }

  /**
   * The outcome of an entry.
   *
   * @param isNew false if an earlier entry with the same key made the run
   * @param started the run, if it has started in this process
   */
  public record Entered<R extends @Nullable Object>(
      RunId run, boolean isNew, Optional<StartedRun<R>> started) {
    static <R extends @Nullable Object> Entered<R> waiting(RunId run, boolean isNew) {
      return new Entered<>(run, isNew, Optional.empty());
    }
  }

  /**
   * Admits a run, and starts it unless it waits. The outcome is durable.
   *
   * @param local the run to start
   * @param restartFrom the place from which a restart runs again; absent for any other run
   * @throws dev.praetor.InvalidRun if the flow cannot run with these arguments; nothing is recorded
   */
  public <R extends @Nullable Object> Entered<R> enter(
      FlowCode<R> code,
      LocalRun<R> local,
      RunEntry entry,
      Optional<String> restartFrom,
      Argument... arguments) {
    RunRequest plan = local.plan(arguments);
    boolean hasSlot = inProgress.take();
    try {
      Admission answer = code.journal().admit(plan.start(), entry, hasSlot, restartFrom);
      return switch (answer) {
        case Admission.Starts _ -> {
          hasSlot = false;
          yield new Entered<>(plan.id(), true, Optional.of(inProgress.begin(local, plan)));
        }
        case Admission.Waits _ -> Entered.waiting(plan.id(), true);
        case Admission.Repeated repeated -> Entered.waiting(repeated.run(), false);
        case Admission.Skips _, Admission.Paused _, Admission.LeftOut _ ->
            throw new IllegalStateException("answer to a run that no schedule makes: " + answer);
      };
    } finally {
      if (hasSlot) {
        inProgress.giveBack();
      }
    }
  }

  /**
   * Admits a run that is due by a schedule, and starts it unless it waits or does not take place.
   *
   * @param local the run to start
   * @throws dev.praetor.InvalidRun if the flow cannot run with these arguments; nothing is recorded
   */
  public <R extends @Nullable Object> Admission enter(
      FlowCode<R> code, LocalRun<R> local, DueRun due, Argument... arguments) {
    RunRequest plan = local.plan(arguments);
    boolean hasSlot = inProgress.take();
    try {
      Admission answer = code.journal().admitDue(plan.start(), RunEntry.PLAIN, due, hasSlot);
      if (answer instanceof Admission.Starts) {
        hasSlot = false;
        var _ = inProgress.begin(local, plan);
      }
      return answer;
    } finally {
      if (hasSlot) {
        inProgress.giveBack();
      }
    }
  }

  /**
   * Records a run that waits, in the transaction of a caller's connection; it starts after the
   * caller has committed.
   *
   * @throws SQLException if the database refuses; the transaction can only be rolled back then
   */
  public <R extends @Nullable Object> Entered<R> enter(
      Connection connection,
      FlowCode<R> code,
      LocalRun<R> local,
      RunEntry entry,
      Argument... arguments)
      throws SQLException {
    RunRequest plan = local.plan(arguments);
    Admission answer = code.journal().admit(connection, plan.start(), entry);
    return answer instanceof Admission.Repeated repeated
        ? Entered.waiting(repeated.run(), false)
        : Entered.waiting(plan.id(), true);
  }
}
