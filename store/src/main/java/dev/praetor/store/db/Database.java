package dev.praetor.store.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.praetor.store.model.StoreLocation;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The differences between the two databases. Thread-safe. */
public sealed interface Database permits SqliteDatabase, PostgresDatabase {
  static Database at(StoreLocation where) {
    return switch (where) {
      case StoreLocation.Home home -> SqliteDatabase.in(home.folder());
      case StoreLocation.Postgres server ->
          new PostgresDatabase(server.url(), server.user(), server.password());
      case StoreLocation.Provided provided -> PostgresDatabase.of(provided.database());
    };
  }

  /** Returns the name that is shown to users, without a password. */
  String name();

  /** Returns the name of the folder that contains the migrations. */
  String migrations();

  /** Returns the name of the table in which the migrations of a new store are noted. */
  default String migrationTable() {
    return Schema.EARLIER_TABLE;
  }

  /** Returns whether there is a database to connect to; changes nothing. */
  boolean exists();

  /** Creates the folders that must exist before a connection is opened. */
  void createFolder();

  /** Makes the files of an existing store readable only by their user. */
  void protect();

  /** Returns the source of connections that write. */
  DataSource writing();

  /** Returns the source of connections that only read. */
  DataSource reading();

  /** Returns the transaction isolation of new connections, by its name in {@link Connection}. */
  String isolation();

  /** Returns the statement that counts the tables of a name. */
  String countTables();

  /**
   * Returns the text after {@code flow_run} in a query for waiting runs of some flows: a database
   * without statistics would rather read the waiting runs of all flows.
   */
  default String waitingIndexHint() {
    return "";
  }

  /**
   * Returns the text after {@code flow_run} in a query for runs in progress that take a slot of a
   * worker or of a pool: a database without statistics would rather read all open runs, waiting
   * ones included.
   */
  default String takenSlotsIndexHint() {
    return "";
  }

  /** Returns the text that follows the table of task runs in queries for unsuccessful task runs. */
  default String unsuccessfulIndexHint() {
    return "";
  }

  /**
   * Returns the lock that is taken around a transaction.
   *
   * @param holder the name of the holder, which is shown to processes that wait for the lock
   */
  WriterLock lock(String holder);

  /**
   * Returns whether a thread that writes keeps its processor, because the database is part of this
   * process. A thread that waits for a server gives it up.
   */
  boolean keepsProcessor();

  /**
   * Sets whether the statements of a writer wait while a program that is not Praetor holds a lock
   * of the database, or fail at once.
   */
  default void waitForLocks(Connection writer, boolean waits) throws SQLException {}

  /** Returns the source of connections that change tables, whose statements may take long. */
  default DataSource migrating() {
    return writing();
  }

  /**
   * Lets the database end the transactions of a writer that is not heard of, because its process
   * stands still or the network is cut: what they lock would be locked for everybody else.
   */
  default void limitIdleTransactions(Connection writer) throws SQLException {}

  /** Returns the error of the database within an error of its driver. */
  default SQLException root(SQLException e) {
    return e;
  }

  /** Returns the prospects of a write that failed with an error. */
  Severity severity(SQLException e);

  /** Returns a guard of the database's files, which must exist. */
  default StoreGuard guard() {
    return StoreGuard.NONE;
  }

  /** Returns the expression for the time of the database's clock, in microseconds. */
  String now();

  /** Returns the end of a query that leaves out rows that other transactions have locked. */
  default String skipLocked() {
    return "";
  }

  /**
   * Returns the end of a query that keeps the rows it reads as they are until the transaction ends.
   * Empty where nobody else can write during a transaction that writes.
   */
  default String lockRows() {
    return "";
  }

  /** Returns an explanation of an error for users, with advice. */
  String explain(SQLException e);

  /** Maintains the database; called now and then, between two transactions of the writer. */
  default void checkpoint(Connection writer) throws SQLException {}

  /** Returns a small pool of connections that only read. */
  static HikariDataSource pool(Database database) {
    return pool(database, database.reading());
  }

  /** Returns a small pool of the given connections to a database. */
  static HikariDataSource pool(Database database, DataSource connections) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(connections);
    config.setPoolName(database.migrations() + "-readers");
    config.setMaximumPoolSize(4);
    config.setMinimumIdle(0);
    // Where connections are few, an idle one is what the writer of another process waits for.
    config.setIdleTimeout(10_000);
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(10_000);
    // SQLite's connections that only read can never be switched to writing.
    config.setReadOnly(database instanceof SqliteDatabase);
    // By default the pool asks its first connection, and if that connection is lost meanwhile, the
    // pool never works.
    config.setTransactionIsolation(database.isolation());
    return new HikariDataSource(config);
  }
}
