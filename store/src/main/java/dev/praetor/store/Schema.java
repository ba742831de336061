package dev.praetor.store;

import java.util.Arrays;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** Brings the tables of a store up to date, and refuses those of a newer Praetor. */
final class Schema {
  private Schema() {}

  static void prepare(Database database) {
    Flyway flyway =
        Flyway.configure()
            .dataSource(database.writing())
            .locations("classpath:dev/praetor/store/" + database.migrations())
            .load();
    try {
      refuseNewer(database, flyway);
      flyway.migrate();
    } catch (FlywayException e) {
      throw new StoreFailed(
          "the tables of the store at "
              + database.name()
              + " could not be made or brought up to date; see the cause",
          e);
    }
  }

  private static void refuseNewer(Database database, Flyway flyway) {
    MigrationInfo[] all = flyway.info().all();
    Optional<MigrationInfo> newer =
        Arrays.stream(all)
            .filter(each -> each.getState() == MigrationState.FUTURE_SUCCESS)
            .reduce((_, last) -> last);
    if (newer.isPresent()) {
      throw new StoreFailed(
          "the store at %s was made by a newer Praetor: its schema has version %s, which this one does not know. Start that Praetor or a newer one, or name another store"
              .formatted(database.name(), newer.get().getVersion()));
    }
  }
}
