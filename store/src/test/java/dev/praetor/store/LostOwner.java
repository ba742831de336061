package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.RunId;
import dev.praetor.store.db.Database;
import dev.praetor.store.db.Sql;
import java.sql.Connection;
import java.util.Collection;

/**
 * Gives a run, and the runs within it, to a process that has ended, although its real owner is this
 * process.
 */
final class LostOwner {
  private LostOwner() {}

  /** Gives all runs of some flows to a process that has ended. */
  static void ofAll(Database database, Collection<String> flows) throws Exception {
    try (Connection connection = database.writing().getConnection()) {
      for (String flow : flows) {
        Sql.update(connection, "UPDATE flow_run SET owner = 'ended' WHERE flow = ?", flow);
      }
    }
  }

  static void of(Database database, RunId run) throws Exception {
    try (Connection connection = database.writing().getConnection()) {
      assertThat(
              Sql.update(
                  connection,
                  "UPDATE flow_run SET owner = 'ended' WHERE id = ? OR parent = ?",
                  run.toString(),
                  run.toString()))
          .isPositive();
    }
  }
}
