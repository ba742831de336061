package dev.praetor.store.control;

import dev.praetor.ErrorCode;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Transition;
import dev.praetor.engine.run.OrderText;
import dev.praetor.engine.secret.Masker;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.history.RunReader;
import dev.praetor.store.json.HistoryJson;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.write.WriteQueue;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sets the states of runs that nobody executes: a person knows better how such a run has ended. The
 * earlier states remain in the history. Thread-safe.
 */
public record StateSetting(
    RunReader reader, WriteQueue writes, InstantSource clock, LostRunEnding lost) {
  /** The states that a run can be set to. */
  public static final Set<StateType> POSSIBLE =
      EnumSet.of(
          StateType.SUCCESS,
          StateType.SKIPPED,
          StateType.FAILED,
          StateType.TIMED_OUT,
          StateType.CRASHED,
          StateType.CANCELLED);

  /** Sets the state of a run that has ended or whose owner is dead. */
  public void set(RunId id, StateType type, String by, String why) {
    String text = StorableText.plain(OrderText.of(OrderText.SET + " to " + type.label(), by, why));
    State end = state(id, type, text, clock.instant());
    StoredRun run = reader.recorded(id).orElseThrow(() -> StoreFailed.noRun(id));
    if (run.state().isFinished()) {
      replace(run, end);
    } else if (run.parent().isPresent()) {
      throw StoreFailed.conflict(
          id,
          "run " + id + " is a part of run " + run.parent().get().run(),
          "set the state of that run");
    } else {
      State open =
          end.isSuccessful()
              ? new State.Skipped("the run was " + text, end.time())
              : new State.Cancelled("the run was " + text, end.time());
      lost.end(id, end, open, "the run around it was " + text);
    }
  }

  private static State state(RunId id, StateType type, String text, Instant now) {
    return switch (type) {
      case SUCCESS -> new State.Success(text, now);
      case SKIPPED -> new State.Skipped(text, now);
      case FAILED -> new State.Failed(text, now, Optional.empty());
      case TIMED_OUT -> new State.TimedOut(text, now, Optional.empty());
      case CRASHED -> new State.Crashed(text, now, Optional.empty());
      case CANCELLED -> new State.Cancelled(text, now);
      case PENDING,
          SCHEDULED,
          RETRYING,
          QUEUED,
          PAUSED,
          RUNNING,
          MAPPED,
          CANCELLING,
          CACHED,
          TRIGGER_FAILED ->
          throw new StoreFailed(
              ErrorCode.BAD_REQUEST,
              "run " + id,
              "a run cannot be set to " + type.label(),
              "set it to "
                  + POSSIBLE.stream().map(StateType::label).collect(Collectors.joining(", ")));
    };
  }

  /** Adds a state to the history of a run that has ended, unless somebody else just did. */
  private void replace(StoredRun run, State end) {
    List<Transition> longer = new ArrayList<>(run.history());
    longer.add(new Transition(0, end));
    int written =
        writes.now(connection ->
            Sql.update(
                connection,
                """
                UPDATE flow_run SET state = ?, message = ?, history = ?, sequence = sequence + 1
                WHERE id = ? AND state = ? AND message = ? AND ended = ?
                """,
                end.name(),
                end.message(),
                HistoryJson.write(longer, new Masker()),
                run.id().toString(),
                run.state().name(),
                run.state().message(),
                run.times().ended().map(Micros::micros).orElse(0L)));
    if (written == 0) {
      throw StoreFailed.conflict(
          run.id(),
          "the state of run " + run.id() + " changed at the same time",
          "look at it again");
    }
  }
}
