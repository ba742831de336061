package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Secret;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.store.db.Database;
import dev.praetor.store.db.PostgresDatabase;
import dev.praetor.store.db.Schema;
import dev.praetor.store.db.SqliteDatabase;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.secret.EarlierSealing;
import dev.praetor.store.secret.LocalSecrets;
import dev.praetor.store.secret.SecretRotation;
import dev.praetor.store.secret.StoredSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The renewal of the keys of secrets. */
@ParameterizedClass
@EnumSource
class SecretRotationTest extends StoreTest {
  private static final String PROJECT = Registration.DEFAULT_PROJECT;
  private static final int SECRETS = 105;
  @TempDir private Path home;

  SecretRotationTest(Databases databases) {
    super(databases, databases.fresh());
  }

  private LocalSecrets secrets() {
    return store.secrets(home);
  }

  private static String name(int i) {
    return "S%03d".formatted(i);
  }

  private void fill(int n) {
    for (int i = 0; i < n; i++) {
      secrets().set(Secret.named(name(i)), "value " + i);
    }
  }

  private void requireAll(int n) {
    for (int i = 0; i < n; i++) {
      assertThat(secrets().find(name(i))).contains("value " + i);
    }
  }

  private List<String> column(String sql) throws SQLException {
    List<String> all = new ArrayList<>();
    try (Connection connection = database.writing().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        all.add(rows.getString(1));
      }
    }
    return all;
  }

  @Test
  void a_renewal_encrypts_all_values_with_one_new_key_and_deletes_the_earlier_one()
      throws Exception {
    fill(SECRETS);
    List<String> before = column("SELECT id FROM secret_key");
    List<String> sealed = column("SELECT sealed FROM secret");
    SecretRotation.Rotated rotated = secrets().rotation().rotate(PROJECT);
    assertThat(rotated.secrets()).isEqualTo(SECRETS);
    assertThat(rotated.damaged()).isEmpty();
    assertThat(column("SELECT id FROM secret_key")).hasSize(1).doesNotContainAnyElementsOf(before);
    assertThat(column("SELECT DISTINCT key_id FROM secret"))
        .isEqualTo(column("SELECT id FROM secret_key"));
    assertThat(column("SELECT sealed FROM secret")).doesNotContainAnyElementsOf(sealed);
    requireAll(SECRETS);
  }

  @Test
  void a_value_that_was_changed_is_named_and_keeps_its_key() throws Exception {
    fill(3);
    execute("UPDATE secret SET sealed = 'AAAA' WHERE name = 'S001'");
    assertThat(secrets().rotation().rotate(PROJECT).damaged()).containsExactly("S001");
    assertThat(column("SELECT id FROM secret_key")).hasSize(2);
    secrets().set(Secret.named("S001"), "value 1");
    assertThat(secrets().rotation().rotate(PROJECT).damaged()).isEmpty();
    assertThat(column("SELECT id FROM secret_key")).hasSize(1);
    requireAll(3);
  }

  @Test
  void readers_and_writers_go_on_while_several_processes_renew_keys() throws Exception {
    fill(10);
    // Virtual threads would not do: readers that never wait would keep all carriers.
    AtomicBoolean isOver = new AtomicBoolean();
    try (RunStore other = RunStore.open(database, StoreOptions.defaults(), InstantSource.system());
        ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> users = new ArrayList<>();
      for (RunStore each : List.of(store, other)) {
        LocalSecrets own = each.secrets(home);
        users.add(
            threads.submit(() -> {
              for (int i = 0; !isOver.get(); i = (i + 1) % 10) {
                assertThat(own.find(name(i))).contains("value " + i);
              }
            }));
        users.add(
            threads.submit(() -> {
              for (int i = 0; !isOver.get(); i = (i + 1) % 10) {
                own.set(Secret.named(name(i)), "value " + i);
              }
            }));
      }
      List<Callable<SecretRotation.Rotated>> renewals = new ArrayList<>();
      for (RunStore each : List.of(store, other, store, other)) {
        renewals.add(() -> each.secrets(home).rotation().rotate(PROJECT));
        renewals.add(() -> each.secrets(home).rotation().rotateMaster());
      }
      for (Future<SecretRotation.Rotated> each : threads.invokeAll(renewals)) {
        assertThat(each.get().damaged()).isEmpty();
      }
      isOver.set(true);
      for (Future<?> user : users) {
        var _ = user.get(60, TimeUnit.SECONDS);
      }
    }
    SecretRotation.Rotated _ = secrets().rotation().rotate(PROJECT);
    assertThat(column("SELECT id FROM secret_key")).hasSize(1);
    requireAll(10);
  }

  /** A process that renews keys until it is killed. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] args) throws Exception {
      Database database =
          args[0].startsWith("jdbc:")
              ? new PostgresDatabase(args[0], "postgres", "postgres")
              : SqliteDatabase.in(Path.of(args[0]));
      RunStore store = RunStore.open(database, StoreOptions.defaults());
      SecretRotation rotation = store.secrets(Path.of(args[1])).rotation();
      System.out.println("ready");
      while (true) {
        SecretRotation.Rotated _ = rotation.rotate(PROJECT);
        SecretRotation.Rotated _ = rotation.rotateMaster();
      }
    }
  }

  @Test
  @Tag("process")
  void a_process_that_is_killed_at_any_moment_leaves_each_secret_readable() throws Exception {
    fill(SECRETS);
    String where =
        switch (database) {
          case PostgresDatabase server -> server.url();
          case SqliteDatabase sqlite -> Path.of(sqlite.name()).resolveSibling("").toString();
        };
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 4; round++) {
      Process victim =
          ChildJvm.of(Victim.class, List.of(), where, home.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try {
        assertThat(victim.inputReader().readLine()).isEqualTo("ready");
        // Any moment is a good one.
        assertThat(victim.waitFor(random.nextInt(5, 400), TimeUnit.MILLISECONDS)).isFalse();
      } finally {
        victim.destroyForcibly();
      }
      assertThat(victim.waitFor(60, TimeUnit.SECONDS)).isTrue();
      requireAll(SECRETS);
    }
    assertThat(secrets().rotation().rotate(PROJECT).secrets()).isEqualTo(SECRETS);
    assertThat(secrets().rotation().rotateMaster().damaged()).isEmpty();
    assertThat(column("SELECT id FROM secret_key")).hasSize(1);
    requireAll(SECRETS);
    try (var files = Files.list(home)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .isSubsetOf("secrets.key", "secrets.key.lock");
    }
  }

  @Test
  void secrets_of_an_earlier_store_are_read_granted_to_all_flows_and_encrypted_anew()
      throws Exception {
    Database earlier = databases.fresh();
    earlier.createFolder();
    Flyway.configure()
        .configuration(Schema.flyway(earlier).getConfiguration())
        .target("24")
        .load()
        .migrate();
    addEarlier(earlier, "ONE", "hush-1");
    addEarlier(earlier, "TWO", "hush-2");
    try (RunStore opened = RunStore.open(earlier, StoreOptions.defaults())) {
      LocalSecrets secrets = opened.secrets(home);
      assertThat(secrets.find("ONE")).contains("hush-1");
      assertThat(opened.secretQueries().secrets(PageRequest.all()).nodes())
          .extracting(StoredSecret::name)
          .containsExactly("ONE", "TWO");
      assertThat(opened.secretQueries().secrets(PageRequest.all()).nodes())
          .allSatisfy(secret ->
              assertThat(secret.grants())
                  .singleElement()
                  .matches(grant -> grant.flow().isEmpty() && grant.by().isEmpty()));
      assertThat(secrets.set(Secret.named("ONE"), "hush-3")).isFalse();
      assertThat(secrets.find("TWO")).contains("hush-2");
      assertThat(secrets.rotation().rotateMaster().secrets()).isEqualTo(1);
      assertThat(secrets.find("ONE")).contains("hush-3");
      assertThat(secrets.find("TWO")).contains("hush-2");
      assertThat(secrets.rotation().rotate(PROJECT).secrets()).isEqualTo(2);
      assertThat(secrets.find("TWO")).contains("hush-2");
    }
  }

  private void addEarlier(Database earlier, String name, String value)
      throws SQLException, IOException {
    EarlierSealing.Sealed sealed = EarlierSealing.seal(home, name, value);
    try (Connection connection = earlier.writing().getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO secret (name, version, time, key_id, sealed) VALUES (?, 1, 7, ?, ?)")) {
      insert.setString(1, name);
      insert.setString(2, sealed.keyId());
      insert.setString(3, sealed.text());
      insert.executeUpdate();
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.writing().getConnection();
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isEqualTo(1);
    }
  }
}
