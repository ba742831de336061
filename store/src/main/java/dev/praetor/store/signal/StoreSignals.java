package dev.praetor.store.signal;

import dev.praetor.store.db.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals that something in the store has changed, in this process or in another one. Listeners in
 * this process are called right after the commit. Those of other processes are reached by NOTIFY on
 * PostgreSQL, and by a watched folder beside SQLite's file; the thread for them starts with the
 * first listener. Signals of the same topic that come together may arrive as one. Thread-safe.
 */
public final class StoreSignals implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreSignals.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private final SignalLine line;
  private final String self;
  private final Map<Topic, List<Runnable>> listeners = new EnumMap<>(Topic.class);
  private @Nullable Thread thread;
  private boolean closed;

  /**
   * Creates the signals of a store.
   *
   * @param self the id of this process in the store
   */
  public StoreSignals(Database database, String self) {
    this(SignalLine.of(database, self), self);
  }

  StoreSignals(SignalLine line, String self) {
    this.line = line;
    this.self = self;
    for (Topic topic : Topic.values()) {
      listeners.put(topic, new CopyOnWriteArrayList<>());
    }
  }

  /**
   * Calls a listener with each signal of a topic until the returned object is closed. The listener
   * is called by threads of the store, which it must not block; it may be called without a change.
   */
  public Subscription listen(Topic topic, Runnable listener) {
    of(topic).add(listener);
    start();
    return () -> of(topic).remove(listener);
  }

  private synchronized void start() {
    if (thread == null && !closed) {
      thread = Thread.ofPlatform().name("store-signals").daemon().start(this::receive);
    }
  }

  private void receive() {
    try {
      line.receive(this::arrived);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Runnable> of(Topic topic) {
    return listeners.getOrDefault(topic, List.of());
  }

  /**
   * Sends signals to other processes in a transaction: they go out when it commits. {@link
   * #committed} must follow the commit.
   */
  public void within(Connection transaction, Set<Topic> topics) throws SQLException {
    if (!topics.isEmpty()) {
      line.within(transaction, self, topics);
    }
  }

  /**
   * Sends signals to all processes, also this one, in the transaction of a caller: they go out when
   * it commits.
   */
  public void withinCallers(Connection transaction, Set<Topic> topics) throws SQLException {
    if (!topics.isEmpty()) {
      line.within(transaction, "", topics);
    }
  }

  /** Sends the signals of a transaction that has been committed. */
  public void committed(Set<Topic> topics) {
    if (!topics.isEmpty()) {
      arrived(topics);
      line.after(topics);
    }
  }

  private void arrived(Set<Topic> topics) {
    for (Topic topic : EnumSet.copyOf(topics)) {
      of(topic).forEach(StoreSignals::call);
    }
  }

  private static void call(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("a listener to signals failed");
    }
  }

  /** Ends the calls of listeners by other processes. */
  @Override
  public void close() {
    Thread receiving;
    synchronized (this) {
      closed = true;
      receiving = thread;
    }
    line.close();
    if (receiving != null) {
      try {
        if (!receiving.join(CLOSE_TIMEOUT)) {
          receiving.interrupt();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
