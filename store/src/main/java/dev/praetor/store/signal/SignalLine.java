package dev.praetor.store.signal;

import dev.praetor.store.db.Database;
import dev.praetor.store.db.PostgresDatabase;
import dev.praetor.store.db.SqliteDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Consumer;

/** The way on which signals go from process to process. Thread-safe. */
sealed interface SignalLine permits FileLine, NotifyLine {
  /**
   * Returns the line of a database.
   *
   * @param self the id of this process in the store
   */
  static SignalLine of(Database database, String self) {
    return switch (database) {
      case SqliteDatabase file -> new FileLine(file.signals(), self);
      case PostgresDatabase server -> new NotifyLine(server, self);
    };
  }

  /**
   * Sends signals in a transaction, so that they go out when it commits, if the line can.
   *
   * @param sender the id of the process that need not hear them; may be empty
   */
  default void within(Connection transaction, String sender, Set<Topic> topics)
      throws SQLException {}

  /** Sends signals after the commit of a transaction, if the line can only do that. */
  default void after(Set<Topic> topics) {}

  /**
   * Receives signals of other processes until this thread is to stop; called once, by a thread of
   * its own.
   *
   * @param arrived called with topics that changed; with all topics if signals may have been lost
   */
  void receive(Consumer<Set<Topic>> arrived) throws InterruptedException;

  /** Ends {@link #receive}, from another thread. */
  void close();
}
