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
    };
  }

  /** The name people call it by, without a password. */
  String name();

  /** The folder of its migrations. */
  String migrations();

  /** Tells whether there is a database to look into, and changes nothing. */
  boolean exists();

  /** Makes what must be there before it can be connected to. */
  void createFolder();

  /** Connections to write over. */
  DataSource writing();

  /** Connections that only read. */
  DataSource reading();

  /** The isolation its connections begin with, by its name in {@link Connection}. */
  String isolation();

  /** The statement that counts the tables of a name. */
  String countTables();

  /** The text behind the table of task runs in queries for those that did not succeed. */
  default String unsuccessfulIndexHint() {
    return "";
  }

  /** The lock that is taken around a transaction. */
  WriterLock lock(String holder);

  /** Explains an error to people, with what they can do about it. */
  String explain(SQLException e);

  /** Tidies now and then, between two transactions of the writer. */
  default void checkpoint(Connection writer) throws SQLException {}

  /** A few connections that are kept. */
  static HikariDataSource pool(Database database) {
    return pool(database, database.reading());
  }

  /** Keeps a few of these connections to a database. */
  static HikariDataSource pool(Database database, DataSource connections) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(connections);
    config.setPoolName(database.migrations() + "-readers");
    config.setMaximumPoolSize(4);
    config.setMinimumIdle(0);
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(10_000);
    config.setReadOnly(database instanceof SqliteDatabase); // As its connections are, for good.
    // Otherwise it asks its first connection, and if that is lost meanwhile, never works.
    config.setTransactionIsolation(database.isolation());
    return new HikariDataSource(config);
  }
}
