package dev.praetor.store.signal;

import dev.praetor.store.db.PostgresDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Notification;
import org.postgresql.jdbc.PgConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals as notifications of PostgreSQL. They are received over a connection of their own, which
 * is opened again when it is lost. The text of a notification is the sender's id and the topics.
 */
final class NotifyLine implements SignalLine {
  private static final Logger LOG = LoggerFactory.getLogger(NotifyLine.class);
  private static final String CHANNEL = "praetor";

  /** The time after which a silent connection is checked. */
  private static final int SILENCE_MILLIS = 30_000;

  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private final PostgresDatabase database;
  private final String self;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable PgConnection listening;

  NotifyLine(PostgresDatabase database, String self) {
    this.database = database;
    this.self = self;
  }

  @Override
  public void within(Connection transaction, String sender, Set<Topic> topics) throws SQLException {
    String text =
        sender + topics.stream().map(Topic::text).collect(Collectors.joining(" ", " ", ""));
    try (PreparedStatement notify = transaction.prepareStatement("SELECT pg_notify(?, ?)")) {
      notify.setString(1, CHANNEL);
      notify.setString(2, text);
      notify.execute();
    }
  }

  @Override
  public void receive(Consumer<Set<Topic>> arrived) throws InterruptedException {
    Duration wait = FIRST_WAIT;
    while (closing.getCount() > 0) {
      try (Connection connection = database.writing().getConnection()) {
        PgConnection open = listen(connection);
        wait = FIRST_WAIT;
        arrived.accept(EnumSet.allOf(Topic.class)); // Signals until now were not heard.
        receive(open, arrived);
      } catch (SQLException e) {
        if (closing.getCount() > 0) {
          LOG.atDebug().setCause(e).log("signals of other processes are not received");
        }
      } finally {
        listening = null;
      }
      if (closing.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      Duration longer = wait.multipliedBy(2);
      wait = longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
    }
  }

  private PgConnection listen(Connection connection) throws SQLException {
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement()) {
      statement.execute("LISTEN " + CHANNEL);
    }
    PgConnection open = connection.unwrap(PgConnection.class);
    listening = open;
    return open;
  }

  private void receive(PgConnection open, Consumer<Set<Topic>> arrived) throws SQLException {
    while (closing.getCount() > 0) {
      // Not by the public type: annotations of its package are missing from the class path.
      Object[] all = open.getNotifications(SILENCE_MILLIS);
      if (all == null || all.length == 0) {
        check(open);
      } else {
        Set<Topic> topics = topics(all);
        if (!topics.isEmpty()) {
          arrived.accept(topics);
        }
      }
    }
  }

  /** Asks the server for a sign of life, because a lost connection is as silent as a quiet one. */
  private static void check(Connection open) throws SQLException {
    try (Statement statement = open.createStatement()) {
      statement.execute("SELECT 1");
    }
  }

  private Set<Topic> topics(Object[] all) {
    Set<Topic> topics = EnumSet.noneOf(Topic.class);
    for (Object each : all) {
      if (each instanceof Notification notification) {
        add(notification.getParameter().split(" ", -1), topics);
      }
    }
    return topics;
  }

  private void add(String[] words, Set<Topic> topics) {
    if (!words[0].equals(self)) {
      for (String word : words) {
        Topic.of(word).ifPresent(topics::add);
      }
    }
  }

  @Override
  public void close() {
    closing.countDown();
    PgConnection open = listening;
    if (open != null) {
      try {
        open.abort(Runnable::run); // Closing would wait for the thread that listens.
      } catch (SQLException e) {
        LOG.atDebug().setCause(e).log("the connection that listens could not be closed");
      }
    }
  }
}
