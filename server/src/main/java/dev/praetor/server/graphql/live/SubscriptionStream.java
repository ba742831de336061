package dev.praetor.server.graphql.live;

import dev.praetor.RunId;
import dev.praetor.server.live.Change;
import dev.praetor.server.live.Changes;
import dev.praetor.server.live.EventOutput;
import dev.praetor.server.live.Live;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.LogFilter;
import dev.praetor.store.model.StoredLog;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.StoreQueries;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Operator;
import dev.praetor.store.query.condition.RunField;
import dev.praetor.store.query.row.LogRow;
import dev.praetor.store.query.row.RunRow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Sends the answers of one operation as events: those of a subscription one after the other, that
 * of a query or a change as the only one. Thread-safe.
 */
public record SubscriptionStream(RunStore store, StoreQueries queries, Live live) {
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

  /** The time between two looks at the log of a run in progress. */
  private static final Duration LINES = Duration.ofMillis(500);

  /** The number of runs that a subscription of many runs begins with. */
  private static final int PRESENT = 50;

  private static final int MOST_IDS = 200;

  /** An operation of a caller, which is executed with this context. */
  @FunctionalInterface
  public interface Operation {
    /** Executes it once, and returns the answer: its data and errors. */
    JsonNode execute(Map<?, Object> context);
  }

  /** Sends the events of an operation, the last of which is {@code complete}. */
  public void write(Operation operation, EventOutput out) throws InterruptedException {
    Following following = new Following();
    Function<Object, JsonNode> of =
        object -> {
          following.setCurrent(object);
          return operation.execute(Map.of(Following.class, following));
        };
    try (Changes listening = live.feed().ofCaller(Optional.empty(), out::isOver)) {
      out.comment(); // The caller learns that it is connected before there is anything to tell.
      JsonNode first = operation.execute(Map.of(Following.class, following));
      Following.Target target = following.target();
      if (target == null || first.has("errors")) {
        out.event("next", first.toString());
      } else {
        switch (target) {
          case Following.Target.OneRun one -> run(one.run(), listening, of, out);
          case Following.Target.Runs runs -> runs(runs.where(), listening, of, out);
          case Following.Target.Workers _ -> workers(listening, of, out);
          case Following.Target.Lines lines -> lines(lines, listening, of, out);
        }
      }
    }
    out.event("complete", "");
  }

  private void run(RunId id, Changes listening, Function<Object, JsonNode> of, EventOutput out)
      throws InterruptedException {
    Optional<RunRow> run = find(id);
    while (run.isPresent()) {
      out.event("next", of.apply(run.get()).toString());
      if (run.get().state().isFinished() || !awaitChange(id, listening, out)) {
        return;
      }
      run = find(id);
    }
  }

  private Optional<RunRow> find(RunId id) {
    return Optional.ofNullable(queries.runsById(List.of(id)).get(id));
  }

  /** Waits until a run may have changed; returns false if the stream ends. */
  private boolean awaitChange(RunId id, Changes listening, EventOutput out)
      throws InterruptedException {
    Optional<List<Change>> changes = listening.await(SIGN_OF_LIFE);
    while (changes.isPresent() && !out.isOver()) {
      if (changes.get().stream().anyMatch(change -> change.concerns(id))) {
        return true;
      }
      if (changes.get().isEmpty()) {
        out.comment();
      }
      changes = listening.await(SIGN_OF_LIFE);
    }
    return false;
  }

  private void runs(
      Condition where, Changes listening, Function<Object, JsonNode> of, EventOutput out)
      throws InterruptedException {
    PageRequest newest = PageRequest.where(where).withFirst(PRESENT);
    queries
        .runs(newest)
        .nodes()
        .reversed()
        .forEach(run -> out.event("next", of.apply(run).toString()));
    Optional<List<Change>> changes = listening.await(SIGN_OF_LIFE);
    while (changes.isPresent() && !out.isOver()) {
      if (changes.get().isEmpty()) {
        out.comment();
      }
      for (Change change : changes.get()) {
        List<RunRow> runs = change.more() ? queries.runs(newest).nodes() : matching(where, change);
        runs.reversed().forEach(run -> out.event("next", of.apply(run).toString()));
      }
      changes = listening.await(SIGN_OF_LIFE);
    }
  }

  private List<RunRow> matching(Condition where, Change change) {
    List<String> ids = change.runs().stream().map(RunId::toString).limit(MOST_IDS).toList();
    return ids.isEmpty()
        ? List.of()
        : queries
            .runs(
                PageRequest.where(
                        Condition.and(where, new Condition.Compare(RunField.ID, Operator.IN, ids)))
                    .withFirst(MOST_IDS))
            .nodes();
  }

  private void workers(Changes listening, Function<Object, JsonNode> of, EventOutput out)
      throws InterruptedException {
    store.workers().settle();
    FollowedWorkers workers = new FollowedWorkers(queries);
    boolean mayDiffer = true;
    Optional<List<Change>> changes = Optional.of(List.of());
    while (changes.isPresent() && !out.isOver()) {
      if (mayDiffer) {
        workers.changed().forEach(worker -> out.event("next", of.apply(worker).toString()));
      }
      changes = listening.await(SIGN_OF_LIFE);
      mayDiffer = changes.stream().flatMap(List::stream).anyMatch(FollowedWorkers::areConcerned);
      if (changes.filter(List::isEmpty).isPresent()) {
        out.comment();
      }
    }
  }

  private void lines(
      Following.Target.Lines lines,
      Changes listening,
      Function<Object, JsonNode> of,
      EventOutput out)
      throws InterruptedException {
    LogFilter filter = lines.filter();
    boolean hadEnded = false;
    while (!out.isOver()) {
      Optional<RunRow> run = find(lines.run());
      List<StoredLog> page = store.logs(lines.run(), filter);
      for (StoredLog line : page) {
        out.event("next", of.apply(new LogRow(lines.run(), line)).toString());
        filter = filter.withAfter(line.id());
      }
      if (page.isEmpty()) {
        boolean ended = run.isEmpty() || run.get().state().isFinished();
        if (ended && hadEnded) {
          return; // Its last lines may have been written after its end.
        }
        hadEnded = ended;
        if (!awaitLines(run, listening, out)) {
          return;
        }
      }
    }
  }

  /** Waits until there may be lines; returns false if the stream ends. */
  private boolean awaitLines(Optional<RunRow> run, Changes listening, EventOutput out)
      throws InterruptedException {
    boolean isQuiet =
        run.isPresent() && run.get().times().started().isEmpty() && !run.get().state().isFinished();
    if (isQuiet) {
      return awaitChange(run.get().id(), listening, out);
    }
    Optional<List<Change>> changes = listening.await(LINES);
    out.comment();
    return changes.isPresent();
  }
}
