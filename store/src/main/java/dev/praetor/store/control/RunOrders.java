package dev.praetor.store.control;

import dev.praetor.RunId;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.db.UniqueMicros;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.write.WriteQueue;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores orders to runs, and hands them over to the watches of these runs. An order is deleted
 * after it was handed over, so that a crash does not lose it; this process remembers the orders it
 * has handed over. While there are watches, one query four times a second reads all orders.
 * Thread-safe.
 */
public final class RunOrders implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunOrders.class);
  private static final int POLL_MILLIS = 250;
  private final QueryRunner query;
  private final WriteQueue writes;
  private final UniqueMicros ticks;
  private final List<Watch> watches = new CopyOnWriteArrayList<>();
  private @Nullable ScheduledExecutorService executor;
  private @Nullable ScheduledFuture<?> polling;
  private boolean closed;

  /**
   * The ids of orders that were handed over and may still have a row. Used only by the polling
   * thread.
   */
  private final Set<String> handedOver = new HashSet<>();

  /** The columns in which kinds of orders differ. */
  private record OrderRow(String kind, String task, String why, String author) {}

  private record Given(String id, RunId run, RunOrder order) {}

  /** A subscription to the orders of a run, and of its retries in this process. */
  private record Watch(Set<RunId> runs, Consumer<RunOrder> consumer) {
    static Watch of(RunId run, Consumer<RunOrder> consumer) {
      Set<RunId> runs = ConcurrentHashMap.newKeySet();
      runs.add(run);
      return new Watch(runs, consumer);
    }
  }

  public RunOrders(QueryRunner query, WriteQueue writes, InstantSource clock) {
    this.query = query;
    this.writes = writes;
    this.ticks = new UniqueMicros(clock);
  }

  /** Stores an order to a run, which is durable when this method returns. */
  public void give(RunId run, RunOrder order) {
    long made = ticks.next();
    String id = UUID.randomUUID().toString();
    OrderRow row =
        switch (order) {
          case RunOrder.Cancel cancel -> new OrderRow("Cancel", "", cancel.why(), cancel.by());
          case RunOrder.Approve approve ->
              new OrderRow("Approve", approve.task(), "", approve.by());
          case RunOrder.Refuse refuse ->
              new OrderRow("Refuse", refuse.task(), refuse.why(), refuse.by());
        };
    writes.now(connection ->
        Sql.update(
            connection,
            """
            INSERT INTO run_order (id, run, made, kind, task, why, author)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO NOTHING
            """,
            id,
            run.toString(),
            made,
            row.kind(),
            StorableText.plain(row.task()),
            StorableText.plain(row.why()),
            StorableText.plain(row.author())));
  }

  public AutoCloseable watch(RunId run, Consumer<RunOrder> consumer) {
    Watch watch = Watch.of(run, consumer);
    watches.add(watch);
    startOrStop();
    return () -> {
      watches.remove(watch);
      startOrStop();
    };
  }

  /** Extends the watches of a run to the run that retries it. */
  public void triedAgain(RunId earlier, RunId later) {
    for (Watch watch : watches) {
      if (watch.runs().contains(earlier)) {
        watch.runs().add(later);
      }
    }
  }

  private synchronized void startOrStop() {
    if (watches.isEmpty() || closed) {
      if (polling != null) {
        polling.cancel(false);
        polling = null;
      }
      return;
    }
    if (executor == null) {
      executor =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofPlatform().name("store-orders").daemon().factory());
    }
    if (polling == null) {
      polling = executor.scheduleWithFixedDelay(this::poll, 0, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void poll() {
    try {
      List<Given> all = all();
      handedOver.retainAll(all.stream().map(Given::id).toList());
      for (Given given : all) {
        handOver(given);
      }
    } catch (StoreFailed e) {
      LOG.atDebug().setCause(e).log("orders could not be read; this is retried");
    }
  }

  private List<Given> all() {
    return query.all(
        "SELECT id, run, kind, task, why, author FROM run_order ORDER BY made, id",
        List.of(),
        row -> {
          String task = row.getString("task");
          String why = row.getString("why");
          String by = row.getString("author");
          RunOrder order =
              switch (row.getString("kind")) {
                case "Approve" -> new RunOrder.Approve(task, by);
                case "Refuse" -> new RunOrder.Refuse(task, by, why);
                case "Cancel" -> new RunOrder.Cancel(by, why);
                case String kind ->
                    throw new IllegalStateException("unknown kind of order: " + kind);
              };
          return new Given(row.getString("id"), RunId.parse(row.getString("run")), order);
        });
  }

  private void handOver(Given given) {
    List<Watch> receivers = new ArrayList<>(watches);
    receivers.removeIf(watch -> !watch.runs().contains(given.run()));
    if (receivers.isEmpty() || !handedOver.add(given.id())) {
      return;
    }
    for (Watch receiver : receivers) {
      try {
        receiver.consumer().accept(given.order());
      } catch (RuntimeException e) {
        LOG.atError()
            .setCause(e)
            .log("run {} could not handle the order {}", given.run(), given.order());
      }
    }
    var _ =
        writes.begin(
            connection -> Sql.update(connection, "DELETE FROM run_order WHERE id = ?", given.id()));
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (executor != null) {
      executor.shutdownNow();
    }
  }
}
