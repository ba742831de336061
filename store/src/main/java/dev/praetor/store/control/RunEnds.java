package dev.praetor.store.control;

import dev.praetor.RunId;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.signal.Rounds;
import dev.praetor.store.signal.StoreSignals;
import dev.praetor.store.signal.Subscription;
import dev.praetor.store.signal.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ends of runs in other processes, for those who wait for them. One query asks for all awaited
 * runs, whenever some run has ended. Thread-safe.
 */
public final class RunEnds implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunEnds.class);
  private static final int PAGE = 500;
  private final QueryRunner query;
  private final StoreSignals signals;
  private final Duration sweep;
  private final Map<RunId, List<Runnable>> awaited = new ConcurrentHashMap<>();
  private final Rounds rounds = new Rounds("store-ends", this::look);
  private @Nullable Subscription listening;

  /**
   * Creates the access to ends.
   *
   * @param sweep the longest time between two looks while runs are awaited
   */
  public RunEnds(QueryRunner query, StoreSignals signals, Duration sweep) {
    this.query = query;
    this.signals = signals;
    this.sweep = sweep;
  }

  /**
   * Calls an action when a run has ended or was deleted, until the returned object is closed; it
   * may be called more than once. The action is called by a thread of the store.
   */
  public Subscription await(RunId run, Runnable ended) {
    awaited.compute(
        run,
        (_, before) -> {
          List<Runnable> actions = before == null ? new CopyOnWriteArrayList<>() : before;
          actions.add(ended);
          return actions;
        });
    listen();
    rounds.request();
    return () ->
        awaited.computeIfPresent(
            run,
            (_, actions) -> {
              actions.remove(ended);
              return actions.isEmpty() ? null : actions;
            });
  }

  private synchronized void listen() {
    if (listening == null) {
      listening = signals.listen(Topic.ENDS, this::someEnded);
    }
  }

  private synchronized @Nullable Subscription listening() {
    return listening;
  }

  private void someEnded() {
    if (!awaited.isEmpty()) {
      rounds.request();
    }
  }

  private Duration look() {
    List<RunId> asked = List.copyOf(awaited.keySet());
    try {
      for (int from = 0; from < asked.size(); from += PAGE) {
        look(asked.subList(from, Math.min(asked.size(), from + PAGE)));
      }
    } catch (StoreFailed e) {
      LOG.atDebug().setCause(e).log("the ends of runs could not be read; this is retried");
    }
    return awaited.isEmpty() ? Rounds.REST : sweep;
  }

  private void look(List<RunId> asked) {
    List<Object> bound = new ArrayList<>();
    asked.forEach(run -> bound.add(run.toString()));
    Set<RunId> open =
        new HashSet<>(
            query.all(
                "SELECT id FROM flow_run WHERE ended IS NULL AND id IN ("
                    + String.join(", ", Collections.nCopies(asked.size(), "?"))
                    + ")",
                bound,
                row -> RunId.parse(row.getString("id"))));
    for (RunId run : asked) {
      if (!open.contains(run)) {
        awaited.getOrDefault(run, List.of()).forEach(Runnable::run);
      }
    }
  }

  @Override
  public void close() {
    rounds.close();
    Subscription open = listening();
    if (open != null) {
      open.close();
    }
  }
}
