package dev.praetor.store.control;

import dev.praetor.RunId;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.db.UniqueMicros;
import dev.praetor.store.model.GivenOrder;
import dev.praetor.store.model.OrderAnswer;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.signal.Rounds;
import dev.praetor.store.signal.StoreSignals;
import dev.praetor.store.signal.Subscription;
import dev.praetor.store.signal.Topic;
import dev.praetor.store.write.WriteQueue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores orders to runs, and hands them over to the watches of these runs. An order is deleted when
 * its effect is recorded, so that a crash does not lose it: the next process that runs the run gets
 * it again. An order that a run cannot obey yet is handed over again; an order that it can never
 * obey is answered with the reason. One query reads all open orders, when an order was given and
 * now and then. Thread-safe.
 */
public final class RunOrders implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunOrders.class);

  /** The time after which an order is handed over again, or its effect is looked for. */
  private static final Duration AGAIN = Duration.ofMillis(250);

  private final QueryRunner query;
  private final WriteQueue writes;
  private final StoreSignals signals;
  private final String self;
  private final Duration sweep;
  private final OrderEffects effects;
  private final UniqueMicros ticks;
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final Rounds rounds = new Rounds("store-orders", this::look);
  private @Nullable Subscription listening;

  /** The runs, of all processes, that had open orders in the last round. */
  private volatile Set<RunId> open = Set.of();

  /** The time of the last round. */
  private volatile long looked;

  /** The ids of orders that runs of this process have taken, and whose effect is not recorded. */
  private final Set<String> taken = ConcurrentHashMap.newKeySet();

  /** The columns in which kinds of orders differ. */
  private record OrderRow(
      String kind, String task, String why, String author, @Nullable String value) {
    OrderRow(String kind, String task, String why, String author) {
      this(kind, task, why, author, null);
    }
  }

  /**
   * An open order.
   *
   * @param isLeft true if the run has ended in this process
   */
  private record Given(String id, RunId run, RunOrder order, boolean isLeft) {}

  /** A subscription to the orders of a run, and of its retries in this process. */
  private static final class Watch {
    private final Set<RunId> runs = ConcurrentHashMap.newKeySet(1);
    private final Function<RunOrder, OrderAnswer> consumer;

    Watch(RunId run, Function<RunOrder, OrderAnswer> consumer) {
      this.consumer = consumer;
      runs.add(run);
    }

    Set<RunId> runs() {
      return runs;
    }

    Function<RunOrder, OrderAnswer> consumer() {
      return consumer;
    }
  }

  /**
   * Creates the access to orders.
   *
   * @param self the id of this process in the store
   * @param sweep the longest time between two looks while runs are watched
   */
  public RunOrders(
      QueryRunner query,
      WriteQueue writes,
      StoreSignals signals,
      InstantSource clock,
      String self,
      Duration sweep) {
    this.query = query;
    this.writes = writes;
    this.signals = signals;
    this.self = self;
    this.sweep = sweep;
    this.looked = System.nanoTime() - sweep.toNanos() - 1;
    this.effects = new OrderEffects(query);
    this.ticks = new UniqueMicros(clock);
  }

  /** Stores an order to a run, which is durable when this method returns; returns its id. */
  public String give(RunId run, RunOrder order) {
    long made = ticks.next();
    String id = UUID.randomUUID().toString();
    OrderRow row =
        switch (order) {
          case RunOrder.Cancel cancel -> new OrderRow("Cancel", "", cancel.why(), cancel.by());
          case RunOrder.Approve approve ->
              new OrderRow("Approve", approve.task(), "", approve.by());
          case RunOrder.Refuse refuse ->
              new OrderRow("Refuse", refuse.task(), refuse.why(), refuse.by());
          case RunOrder.Pause pause -> new OrderRow("Pause", "", pause.why(), pause.by());
          case RunOrder.Resume resume -> new OrderRow("Resume", "", resume.why(), resume.by());
          case RunOrder.Skip skip -> new OrderRow("Skip", skip.task(), skip.why(), skip.by());
          case RunOrder.Finish finish ->
              new OrderRow("Finish", finish.task(), finish.why(), finish.by(), finish.value());
        };
    // A run that ended before the order was there does not look for it any more.
    Optional<String> tooLate =
        writes.now(
            connection -> {
              Sql.update(
                  connection,
                  """
                  INSERT INTO run_order (id, run, made, kind, task, why, author, value)
                  VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                  ON CONFLICT (id) DO NOTHING
                  """,
                  id,
                  run.toString(),
                  made,
                  row.kind(),
                  StorableText.plain(row.task()),
                  StorableText.plain(row.why()),
                  StorableText.plain(row.author()),
                  row.value());
              return OrderEffects.ended(connection, run);
            },
            Topic.ORDERS);
    tooLate.ifPresent(why -> answer(id, why));
    return id;
  }

  /** Returns the orders to a run that are open or refused, oldest first. */
  public List<GivenOrder> of(RunId run) {
    return query.all(
        "SELECT * FROM run_order WHERE run = ? ORDER BY made, id",
        List.of(run.toString()),
        row ->
            new GivenOrder(
                row.getString("id"), order(row), Optional.ofNullable(row.getString("answer"))));
  }

  /** Hands the orders to a run over to a consumer, until the watch is closed. */
  public Subscription watch(RunId run, Function<RunOrder, OrderAnswer> consumer) {
    Watch watch = new Watch(run, consumer);
    watches.add(watch);
    listen();
    if (open.contains(run) || System.nanoTime() - looked > sweep.toNanos()) {
      rounds.request();
    }
    return () -> {
      watches.remove(watch);
      if (watch.runs().stream().anyMatch(open::contains)) {
        rounds.request();
      }
    };
  }

  /** Extends the watches of a run to the run that retries it. */
  public void triedAgain(RunId earlier, RunId later) {
    for (Watch watch : watches) {
      if (watch.runs().contains(earlier)) {
        watch.runs().add(later);
        rounds.request();
      }
    }
  }

  private synchronized void listen() {
    if (listening == null) {
      listening = signals.listen(Topic.ORDERS, rounds::request);
    }
  }

  private synchronized @Nullable Subscription listening() {
    return listening;
  }

  /** Hands over the open orders to the runs of this process. */
  private Duration look() {
    boolean isUnsettled = false;
    try {
      List<Given> all = open();
      looked = System.nanoTime();
      // Before the watches are read: a watch that is added later sees here that it has orders.
      open = all.stream().map(Given::run).collect(Collectors.toUnmodifiableSet());
      taken.retainAll(all.stream().map(Given::id).toList());
      for (Given given : all) {
        isUnsettled |= settle(given);
      }
    } catch (StoreFailed e) {
      LOG.atDebug().setCause(e).log("orders could not be read; this is retried");
    }
    if (isUnsettled) {
      return AGAIN;
    }
    return watches.isEmpty() ? Rounds.REST : sweep;
  }

  /** Settles an order if it concerns a run of this process; returns whether it is to be retried. */
  private boolean settle(Given given) {
    boolean isWatched = false;
    for (Watch receiver : watches) {
      if (receiver.runs().contains(given.run())) {
        isWatched = true;
        settle(given, receiver);
      }
    }
    if (!isWatched && given.isLeft()) {
      answerEnded(given);
    }
    return isWatched;
  }

  private List<Given> open() {
    return query.all(
        """
        SELECT o.*, CASE WHEN r.ended IS NOT NULL AND r.owner = ? THEN 1 ELSE 0 END AS is_left
        FROM run_order o LEFT JOIN flow_run r ON r.id = o.run
        WHERE o.answer IS NULL ORDER BY o.made, o.id
        """,
        List.of(self),
        row ->
            new Given(
                row.getString("id"),
                RunId.parse(row.getString("run")),
                order(row),
                row.getInt("is_left") == 1));
  }

  private static RunOrder order(ResultSet row) throws SQLException {
    String task = row.getString("task");
    String why = row.getString("why");
    String by = row.getString("author");
    return switch (row.getString("kind")) {
      case "Approve" -> new RunOrder.Approve(task, by);
      case "Refuse" -> new RunOrder.Refuse(task, by, why);
      case "Cancel" -> new RunOrder.Cancel(by, why);
      case "Pause" -> new RunOrder.Pause(by, why);
      case "Resume" -> new RunOrder.Resume(by, why);
      case "Skip" -> new RunOrder.Skip(task, by, why);
      case "Finish" ->
          new RunOrder.Finish(task, QueryRunner.text(row, "value").orElse("null"), by, why);
      case String kind -> throw new IllegalStateException("unknown kind of order: " + kind);
    };
  }

  /** Hands an order over, or if it was taken before, looks whether its effect is recorded. */
  private void settle(Given given, Watch receiver) {
    if (taken.contains(given.id())) {
      if (effects.isRecorded(given.run(), given.order())) {
        delete(given);
      }
      return;
    }
    if (effects.wasObeyed(given.run(), given.order())) {
      delete(given); // By an owner that crashed before it could delete the order.
      return;
    }
    switch (ask(given, receiver)) {
      case OrderAnswer.Taken _ -> taken.add(given.id());
      case OrderAnswer.Refused refused -> answer(given.id(), refused.why());
      case OrderAnswer.NotYet _ -> answerIfNever(given);
    }
  }

  private static OrderAnswer ask(Given given, Watch receiver) {
    try {
      return receiver.consumer().apply(given.order());
    } catch (RuntimeException e) {
      LOG.atError()
          .setCause(e)
          .log("run {} could not handle the order {}", given.run(), given.order());
      return new OrderAnswer.Refused("the run could not handle it: " + e);
    }
  }

  /** Answers an open order to a run that has ended in this process. */
  private void answerEnded(Given given) {
    if (taken.contains(given.id()) && effects.isRecorded(given.run(), given.order())) {
      delete(given);
    } else {
      answerIfNever(given);
    }
  }

  /** Answers an order that no run obeys any more, or deletes it if it was obeyed. */
  private void answerIfNever(Given given) {
    effects
        .whyNever(given.run(), given.order())
        .ifPresent(why -> {
          if (effects.wasObeyedByEnded(given.run(), given.order())) {
            delete(given);
          } else {
            answer(given.id(), why);
          }
        });
  }

  private void delete(Given given) {
    var _ =
        writes.begin(
            connection -> Sql.update(connection, "DELETE FROM run_order WHERE id = ?", given.id()));
  }

  private void answer(String order, String why) {
    var _ =
        writes.begin(connection ->
            Sql.update(
                connection,
                "UPDATE run_order SET answer = ? WHERE id = ?",
                StorableText.plain(why),
                order));
  }

  /** Settles what the ended runs of this process have left, and ends the calls. */
  @Override
  public void close() {
    rounds.close();
    Subscription open = listening();
    if (open != null) {
      open.close();
      watches.clear();
      var _ = look();
    }
  }
}
