package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.RunId;
import dev.praetor.engine.cache.CacheStore;
import dev.praetor.engine.secret.Masker;
import dev.praetor.store.db.Database;
import dev.praetor.store.db.PostgresDatabase;
import dev.praetor.store.db.SqliteDatabase;
import dev.praetor.store.model.StoreOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Cached results and claims of a process that is killed. */
@ParameterizedClass
@EnumSource
@Tag("process")
class CacheCrashTest extends StoreTest {
  CacheCrashTest(Databases databases) {
    super(databases);
  }

  private static CacheStore.Request request(RunId run, String scope, String input) {
    return new CacheStore.Request(
        run,
        scope,
        scope + "/" + input,
        List.of(input),
        Optional.empty(),
        true,
        TestCodecs.of(String.class));
  }

  /** A process that caches one result, claims another, and is killed. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] args) throws Exception {
      Database database =
          args[0].startsWith("jdbc:")
              ? new PostgresDatabase(args[0], "postgres", "postgres")
              : SqliteDatabase.in(Path.of(args[0]));
      RunStore store = RunStore.open(database, StoreOptions.defaults());
      RunId run = RunId.parse(args[3]);
      CacheStore.Maker maker = new CacheStore.Maker("made", new Masker());
      store.cache().put(request(run, args[1], "kept"), "by the other process", maker);
      try (CacheStore.Claim _ = store.cache().claim(request(run, args[1], "claimed"))) {
        Files.createFile(Path.of(args[2]));
        Thread.currentThread().join();
      }
    }
  }

  @Test
  void results_of_a_killed_process_are_kept_and_its_claims_are_released() throws Exception {
    String scope = unique();
    RunId run = CacheTest.recorded(store);
    Path ready = Files.createTempDirectory("claimed").resolve("ready");
    String where =
        switch (database) {
          case PostgresDatabase server -> server.url();
          case SqliteDatabase sqlite -> Path.of(sqlite.name()).resolveSibling("").toString();
        };
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Victim.class.getName(),
                where,
                scope,
                ready.toString(),
                run.toString())
            .inheritIO()
            .start();
    try {
      await().atMost(PATIENCE).until(() -> Files.exists(ready));
      assertThat(store.cache().find(request(run, scope, "kept")))
          .isInstanceOfSatisfying(
              CacheStore.Lookup.Hit.class,
              hit -> assertThat(hit.value()).isEqualTo("by the other process"));
      Thread waiting =
          Thread.ofVirtual()
              .start(() -> CacheTest.claimAndFind(store.cache(), request(run, scope, "claimed")));
      assertThat(waiting.join(Duration.ofMillis(500))).isFalse();
      victim.destroyForcibly().waitFor();
      assertThat(waiting.join(Duration.ofSeconds(5))).as("well under the lease of 15 s").isTrue();
    } finally {
      victim.destroyForcibly().waitFor();
      Files.deleteIfExists(ready);
      Files.deleteIfExists(ready.getParent());
    }
  }
}
