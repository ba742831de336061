package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.engine.run.RunIds;
import dev.praetor.store.db.Database;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.PostgresDatabase;
import dev.praetor.store.db.Schema;
import dev.praetor.store.db.Sql;
import dev.praetor.store.json.OriginJson;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.RunOrigin;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.ProjectScope;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.RunField;
import dev.praetor.store.query.row.FlowVersionRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("database")
class SchemaTest {
  private static final Instant CREATED = Instant.parse("2026-03-01T10:00:00.123456Z");

  @ParameterizedTest
  @EnumSource
  void a_store_of_a_newer_version_is_refused(Databases databases) throws Exception {
    Database fresh = databases.fresh();
    RunStore.open(fresh, StoreOptions.defaults()).close();
    try (Connection connection = fresh.writing().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO %1$s SELECT installed_rank + 1000, '9999', 'later', type, 'V9999__later.sql',
            0, installed_by, installed_on, 1, success FROM %1$s WHERE version = '%2$s'
          """
              .formatted(fresh.migrationTable(), Schema.NEWEST));
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
          "UPDATE %s SET success = %s WHERE version = '%s'"
              .formatted(fresh.migrationTable(), failed, Schema.NEWEST));
    }
    assertThatThrownBy(() -> RunStore.open(fresh, StoreOptions.defaults()).close())
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("could not be created or migrated")
        .message()
        .doesNotContainIgnoringCase("flyway");
  }

  @ParameterizedTest
  @EnumSource
  void the_runs_and_versions_of_an_earlier_store_are_found_by_new_columns(Databases databases)
      throws Exception {
    Database earlier = databases.fresh();
    earlier.createFolder();
    Flyway.configure()
        .configuration(Schema.flyway(earlier).getConfiguration())
        .target("12")
        .load()
        .migrate();
    execute(earlier, "INSERT INTO flow_version (hash, flow, spec) VALUES ('old', 'greet', '{}')");
    execute(earlier, "INSERT INTO flow_version (hash, flow, spec) VALUES ('none', 'greet', '{}')");
    for (String user : List.of("ann", "O\"Neil", "DOMAIN\\user", "a\nb", "Zoë 😀", "")) {
      addRun(earlier, user);
    }
    try (RunStore store = RunStore.open(earlier, StoreOptions.defaults())) {
      assertThat(createdBy(store, "ann")).isEqualTo(1);
      assertThat(createdBy(store, "O\"Neil")).isEqualTo(1);
      assertThat(createdBy(store, "DOMAIN\\user")).isEqualTo(1);
      assertThat(createdBy(store, "a\nb")).isEqualTo(1);
      assertThat(createdBy(store, "Zoë 😀")).isEqualTo(1);
      assertThat(createdBy(store, "")).isEqualTo(1);
      assertThat(store.queries().flowVersions(PageRequest.all()).nodes())
          .containsExactly(
              new FlowVersionRow("old", "greet", CREATED),
              new FlowVersionRow("none", "greet", Instant.EPOCH));
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_versions_of_an_earlier_store_are_known_in_each_project_that_had_them(Databases databases)
      throws Exception {
    Database earlier = databases.fresh();
    earlier.createFolder();
    Flyway.configure()
        .configuration(Schema.flyway(earlier).getConfiguration())
        .target("31")
        .load()
        .migrate();
    execute(
        earlier,
        "INSERT INTO flow_version (hash, flow, spec, created) VALUES ('old', 'greet', '{}', 1)",
        "INSERT INTO registered_version (project, flow, number, version, package, author, created)"
            + " VALUES ('two', 'greet', 1, 'old', 'p', 'ann', 7),"
            + " ('two', 'greet', 2, 'old', 'q', 'ann', 9)",
        """
        INSERT INTO flow_run (id, flow, version, name, parameters, origin, owner, epoch, created,
          scheduled, state, message, history, sequence)
        VALUES ('1', 'three/greet', 'old', 'x', '{}', '{}', '', 1, 11, 0, 'Success', '', '[]', 0)
        """);
    try (RunStore store = RunStore.open(earlier, StoreOptions.defaults())) {
      assertThat(versions(store, "default")).containsExactly(version("greet", 1));
      assertThat(versions(store, "two")).containsExactly(version("two/greet", 7));
      assertThat(versions(store, "three")).containsExactly(version("three/greet", 11));
      assertThat(versions(store, "four")).isEmpty();
    }
  }

  private static List<FlowVersionRow> versions(RunStore store, String project) {
    return store.queries(() -> ProjectScope.of(project)).flowVersions(PageRequest.all()).nodes();
  }

  private static FlowVersionRow version(String flow, long created) {
    return new FlowVersionRow("old", flow, Micros.of(created));
  }

  private static int createdBy(RunStore store, String user) {
    return store.queries().countRuns(Condition.is(RunField.CREATED_BY, user)).n();
  }

  private static void addRun(Database database, String user) throws SQLException {
    try (Connection connection = database.writing().getConnection()) {
      Sql.update(
          connection,
          """
          INSERT INTO flow_run (id, flow, version, name, parameters, origin, owner, epoch, created,
            scheduled, state, message, history, sequence)
          VALUES (?, 'greet', 'old', 'x', '{}', ?, '', 1, ?, 0, 'Success', '', '[]', 0)
          """,
          RunIds.at(CREATED).toString(),
          OriginJson.write(new RunOrigin("Target \"user\":\"x\"", user)),
          Micros.micros(CREATED));
    }
  }

  @Test
  void a_store_lives_beside_the_tables_and_migrations_of_an_application() throws Exception {
    Database shared = Databases.POSTGRESQL.fresh();
    execute(
        shared,
        "CREATE TABLE shop_order (id BIGINT)",
        "CREATE TABLE flyway_schema_history (version TEXT, script TEXT, success BOOLEAN)",
        "INSERT INTO flyway_schema_history VALUES ('99', 'V99__shop.sql', true)");
    RunStore.open(shared, StoreOptions.defaults()).close();
    try (RunStore store = RunStore.open(shared, StoreOptions.defaults())) {
      assertThat(store.list(RunFilter.all())).isEmpty();
    }
  }

  @Test
  void a_store_whose_migrations_are_noted_in_the_earlier_table_is_opened() throws Exception {
    Database database = Databases.POSTGRESQL.fresh();
    RunStore.open(database, StoreOptions.defaults()).close();
    execute(database, "ALTER TABLE praetor_migration RENAME TO flyway_schema_history");
    try (RunStore store = RunStore.open(database, StoreOptions.defaults())) {
      assertThat(store.list(RunFilter.all())).isEmpty();
    }
  }

  private static void execute(Database database, String... statements) throws SQLException {
    try (Connection connection = database.writing().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
