package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.postgres.PostgresServer;
import dev.praetor.store.RunStore;
import dev.praetor.store.db.ProcessId;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoredWorker;
import dev.praetor.store.model.WorkerOffer;
import dev.praetor.store.model.WorkerRunner;
import dev.praetor.store.worker.NewWorker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands about workers and pools, on each database and on a server. */
@ParameterizedClass
@EnumSource
@Tag("database")
class WorkersCommandTest {
  private static final WorkerOffer OFFER =
      new WorkerOffer(List.of("default", "reports"), List.of("gpu", "region=eu"), 8);

  /** The places where the commands work. */
  enum Where {
    HOME,
    DATABASE,
    SERVER
  }

  private final Where where;
  private Place.Opened server = Place.HOME.open(Path.of("unused"));
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  private List<String> place = List.of();
  private RunStore store;
  @TempDir private Path folder;

  WorkersCommandTest(Where where) {
    this.where = where;
  }

  @BeforeEach
  void open() throws SQLException {
    if (where == Where.DATABASE) {
      PostgresServer.Database database = PostgresServer.create();
      place = List.of("--store=" + database.url());
      addUser(database);
      store = RunStore.open(new StoreLocation.Postgres(database.url(), "postgres", ""));
    } else {
      Path home = folder.resolve("home");
      server = (where == Where.SERVER ? Place.SERVER : Place.HOME).open(home);
      place = List.of(server.command());
      store = RunStore.open(new StoreLocation.Home(home));
    }
  }

  /** Adds the user whose name the commands take, as no environment names another one. */
  private static void addUser(PostgresServer.Database database) throws SQLException {
    try (Connection connection = database.source().getConnection();
        Statement statement = connection.createStatement()) {
      String name = StoreArguments.defaultUser();
      statement.execute(
          """
          DO $$ BEGIN
            IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '%1$s') THEN
              CREATE ROLE "%1$s" SUPERUSER LOGIN;
            END IF;
          END $$
          """
              .formatted(name));
    }
  }

  @AfterEach
  void close() {
    store.close();
    server.close();
  }

  private int praetor(String... args) {
    out = new StringWriter();
    err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(place);
    return Main.execute(
        new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
  }

  private JsonNode document(String... args) {
    assertThat(praetor(args)).as(err.toString()).isZero();
    return JsonMapper.shared().readTree(out.toString());
  }

  private void worker(String id, String name) {
    String _ =
        store.workers().add(new NewWorker(id, name, OFFER, ProcessId.current(), "1.2", false));
  }

  @Test
  void workers_are_listed_and_shown() {
    assertThat(praetor("workers", "list")).as(err.toString()).isZero();
    assertThat(out.toString()).startsWith("No worker is alive.");
    worker("0000aaaa-1", "builder");
    var _ =
        store
            .workers()
            .report(
                "0000aaaa-1",
                new StoredWorker.Report(
                    List.of(new WorkerRunner("c0de", 77, Instant.EPOCH, false)),
                    List.of("runner 77 has started")));
    assertThat(praetor("workers", "list")).isZero();
    assertThat(out.toString())
        .startsWith(
            "builder  running   0 of 8 slots in use  pool default, reports  labels gpu, region=eu");
    for (String named : List.of("builder", "0000aaaa-1", "0000")) {
      assertThat(praetor("workers", "show", named)).as(err.toString()).isZero();
      assertThat(out.toString())
          .contains("id          0000aaaa-1")
          .contains("runner      77 with 0 runs of package c0de")
          .contains("log         runner 77 has started");
    }
    JsonNode worker = document("workers", "show", "builder", "--json");
    assertThat(worker.path("state").asString()).isEqualTo("RUNNING");
    assertThat(worker.path("runners").path(0).path("package").asString()).isEqualTo("c0de");
    assertThat(document("workers", "list", "--json").get(0)).isEqualTo(worker);
    assertThat(praetor("workers", "show", "nobody")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("there is no worker 'nobody'");
  }

  @Test
  void a_worker_is_drained_and_deleted_when_it_has_ended() {
    worker("0000aaaa-1", "builder");
    assertThat(praetor("workers", "delete", "builder")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("is alive");
    assertThat(document("workers", "drain", "builder", "--json").path("state").asString())
        .isEqualTo("DRAINING");
    assertThat(praetor("workers", "drain", "builder")).isZero();
    assertThat(out.toString()).contains("takes no more runs");
    store.workers().end("0000aaaa-1");
    worker("0000bbbb-2", "builder");
    assertThat(document("workers", "list", "--json").size()).isEqualTo(1);
    assertThat(document("workers", "list", "--all", "--json").size()).isEqualTo(2);
    assertThat(document("workers", "delete", "0000aaaa", "--json").path("deleted").asString())
        .isEqualTo("0000aaaa-1");
    assertThat(praetor("workers", "drain", "0000aaaa")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void pools_are_paused_limited_and_resumed() {
    worker("0000aaaa-1", "builder");
    assertThat(praetor("pools", "list")).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "default  1 worker  0 running  0 waiting", "reports  1 worker  0 running  0 waiting");
    assertThat(praetor("pools", "list", "--limit", "1")).isZero();
    assertThat(out.toString()).endsWith("… and 1 more; see --limit\n");
    assertThat(praetor("pools", "pause", "reports", "--why", "moving the database")).isZero();
    assertThat(out.toString()).contains("paused since").contains("moving the database");
    JsonNode limited = document("pools", "limit", "reports", "5", "--json");
    assertThat(limited.path("limit").asInt()).isEqualTo(5);
    assertThat(limited.path("pause").path("why").asString()).isEqualTo("moving the database");
    assertThat(document("pools", "list", "--json").get(1)).isEqualTo(limited);
    assertThat(document("pools", "resume", "reports", "--json").path("pause").isNull()).isTrue();
    assertThat(document("pools", "limit", "reports", "none", "--json").path("limit").isNull())
        .isTrue();
    for (String[] wrong :
        List.of(
            new String[] {"pools", "limit", "reports", "0"},
            new String[] {"pools", "limit", "reports", "many"},
            new String[] {"workers", "list", "--limit=0"})) {
      assertThat(praetor(wrong)).isEqualTo(ExitCode.USAGE);
    }
    assertThat(praetor("pools", "pause", "a b")).isNotZero();
    assertThat(err.toString()).contains("the name of a pool");
  }
}
