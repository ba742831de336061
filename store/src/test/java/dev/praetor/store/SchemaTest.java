package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.store.db.Database;
import dev.praetor.store.db.PostgresDatabase;
import dev.praetor.store.db.Schema;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreOptions;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("database")
class SchemaTest {
  @ParameterizedTest
  @EnumSource
  void a_store_of_a_newer_version_is_refused(Databases databases) throws Exception {
    Database fresh = databases.fresh();
    RunStore.open(fresh, StoreOptions.defaults()).close();
    try (Connection connection = fresh.writing().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO flyway_schema_history SELECT installed_rank + 1000, '9999', 'later', type,"
              + " 'V9999__later.sql', 0, installed_by, installed_on, 1, success FROM"
              + " flyway_schema_history WHERE version = '"
              + Schema.NEWEST
              + "'");
    }
    assertThatThrownBy(() -> RunStore.open(fresh, StoreOptions.defaults()).close())
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("created by a newer Praetor: its schema has version 9999");
  }

  @ParameterizedTest
  @EnumSource
  void a_store_whose_migration_failed_says_so(Databases databases) throws Exception {
    Database fresh = databases.fresh();
    RunStore.open(fresh, StoreOptions.defaults()).close();
    try (Connection connection = fresh.writing().getConnection();
        Statement statement = connection.createStatement()) {
      String failed = fresh instanceof PostgresDatabase ? "false" : "0";
      statement.execute(
          "UPDATE flyway_schema_history SET success = %s WHERE version = '%s'"
              .formatted(failed, Schema.NEWEST));
    }
    assertThatThrownBy(() -> RunStore.open(fresh, StoreOptions.defaults()).close())
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("could not be created or migrated")
        .message()
        .doesNotContainIgnoringCase("flyway");
  }
}
