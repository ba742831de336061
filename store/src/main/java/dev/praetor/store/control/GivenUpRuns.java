package dev.praetor.store.control;

import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Transition;
import dev.praetor.engine.run.OrderText;
import dev.praetor.engine.secret.Masker;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.event.EventTable;
import dev.praetor.store.event.NewEvent;
import dev.praetor.store.history.RunReader;
import dev.praetor.store.history.TaskReader;
import dev.praetor.store.json.HistoryJson;
import dev.praetor.store.model.EventKind;
import dev.praetor.store.model.Owner;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.signal.Topic;
import dev.praetor.store.write.WriteQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Gives up runs whose processes died too often, and opens them again for a person. Their task runs
 * stay as they are, so that a run is resumed where it was. Thread-safe.
 */
public record GivenUpRuns(
    RunReader reader,
    TaskReader tasks,
    WriteQueue writes,
    InstantSource clock,
    BiConsumer<RunId, Runnable> whileClaimed,
    Function<String, Optional<String>> death) {
  /** A masker without secrets, because recorded texts were masked when they were written. */
  private static final Masker NO_SECRETS = new Masker();

  private static final int MOST_NAMED = 3;

  /** Claims a run, and ends it and the runs within it as Crashed. */
  public void giveUp(StoredRun run) {
    whileClaimed.accept(run.id(), () -> giveUpClaimed(run));
  }

  private void giveUpClaimed(StoredRun run) {
    String suspects = suspects(run.id());
    String message =
        "%d of its processes died, the last of them (%s)%s%s; it is not resumed by itself any more: a person may resume or restart it"
            .formatted(
                run.owner().crashes(),
                run.owner().name(),
                suspects.isEmpty() ? "" : " while " + suspects + " was in progress",
                death.apply(run.owner().id()).map(how -> ": " + how).orElse(""));
    NewEvent event =
        NewEvent.of(EventKind.RUN_GIVEN_UP, message)
            .flow(run.flow())
            .run(run.id().toString())
            .by(run.owner().name())
            .with("crashes", run.owner().crashes());
    end(run.id(), message, event);
  }

  /** Returns the names of task runs that were in progress. */
  private String suspects(RunId run) {
    List<StoredTaskRun> open =
        tasks.open(run, MOST_NAMED + 1).stream()
            .filter(each -> each.state().type() == StateType.RUNNING)
            .toList();
    String named =
        open.stream()
            .limit(MOST_NAMED)
            .map(each -> each.toTaskRun(null).path().toString())
            .collect(Collectors.joining(", "));
    return open.size() > MOST_NAMED ? named + " …" : named;
  }

  private void end(RunId id, String message, @Nullable NewEvent event) {
    for (RunId child : reader.children(id)) {
      if (reader.find(child).filter(run -> !run.state().isFinished()).isPresent()) {
        whileClaimed.accept(child, () -> end(child, "the run around it crashed: " + message, null));
      }
    }
    State end = new State.Crashed(StorableText.plain(message), clock.instant(), Optional.empty());
    writes.now(
        connection ->
            noted(
                connection,
                end.time(),
                event,
                Sql.update(
                    connection,
                    """
                    UPDATE flow_run
                    SET state = ?, message = ?, ended = ?, history = ?, owner = ?,
                      sequence = sequence + 1
                    WHERE id = ? AND ended IS NULL
                    """,
                    end.name(),
                    end.message(),
                    Micros.micros(end.time()),
                    HistoryJson.write(and(recorded(id), end), NO_SECRETS),
                    Owner.NOBODY,
                    id.toString())),
        Topic.ENDS);
  }

  /** Writes an event if something was changed, and returns the number of changes. */
  private static int noted(
      Connection connection, Instant now, @Nullable NewEvent event, int changed)
      throws SQLException {
    if (changed > 0 && event != null) {
      EventTable.write(connection, now, event);
    }
    return changed;
  }

  /**
   * Opens a run that was given up, and the runs within it: a process that serves its flow resumes
   * it, as often as at first.
   */
  public void reopen(RunId id, String by, String why) {
    StoredRun run = recorded(id);
    if (!run.isGivenUp()) {
      throw StoreFailed.conflict(
          id,
          "run %s is %s, and was not given up".formatted(id, run.state().name()),
          "restart the run");
    }
    for (RunId child : reader.children(id)) {
      if (reader.find(child).filter(StoredRun::isGivenUp).isPresent()) {
        reopen(child, by, why);
      }
    }
    String text = StorableText.plain(OrderText.of(OrderText.RESUMED, by, why));
    State again = before(run, text);
    NewEvent event =
        NewEvent.of(EventKind.RUN_REOPENED, text).flow(run.flow()).run(id.toString()).by(by);
    writes.now(
        connection ->
            noted(
                connection,
                again.time(),
                event,
                Sql.update(
                    connection,
                    """
                    UPDATE flow_run
                    SET state = ?, message = ?, ended = NULL, crashes = 0, history = ?,
                      sequence = sequence + 1
                    WHERE id = ? AND state = 'Crashed' AND owner = ? AND ended IS NOT NULL
                    """,
                    again.name(),
                    again.message(),
                    HistoryJson.write(and(run, again), NO_SECRETS),
                    id.toString(),
                    Owner.NOBODY)),
        Topic.OWNERS);
  }

  /** Returns the state in which a run was given up. */
  private State before(StoredRun run, String text) {
    List<Transition> history = run.history();
    State before = history.get(Math.max(0, history.size() - 2)).state();
    return switch (before.type()) {
      case CANCELLING -> new State.Cancelling(before.message(), clock.instant());
      case PAUSED -> new State.Paused(before.message(), clock.instant(), Optional.empty());
      case PENDING,
          SCHEDULED,
          RETRYING,
          QUEUED,
          RUNNING,
          MAPPED,
          SUCCESS,
          CACHED,
          SKIPPED,
          FAILED,
          TIMED_OUT,
          TRIGGER_FAILED,
          CRASHED,
          CANCELLED ->
          new State.Running(text, clock.instant(), 1);
    };
  }

  private StoredRun recorded(RunId id) {
    return reader.recorded(id).orElseThrow(() -> StoreFailed.noRun(id));
  }

  private static List<Transition> and(StoredRun run, State next) {
    List<Transition> longer = new ArrayList<>(run.history());
    longer.add(new Transition(0, next));
    return longer;
  }
}
