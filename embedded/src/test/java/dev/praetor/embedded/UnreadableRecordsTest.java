package dev.praetor.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.Praetor;
import dev.praetor.RunId;
import dev.praetor.Task;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are to start while the store can be written to, but their records cannot be read. */
class UnreadableRecordsTest {
  private static final Flow<String> FLOW =
      Flow.define("greeting", f -> Task.of("greet", String.class, () -> "hello").call());

  @TempDir private Path folder;

  private void change(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("praetor.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String state(String column, RunId run) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("praetor.db"));
        Statement statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT " + column + " FROM flow_run WHERE id = '" + run + "'")) {
      return row.next() ? row.getString(1) : "";
    }
  }

  /** Records a run that is due, and that no process starts. */
  private RunId waiting() {
    try (PraetorEngine engine = Praetor.open(Home.of(folder))) {
      return engine.start(FLOW, StartOptions.at(Instant.now().plus(Duration.ofDays(1)))).id();
    }
  }

  /** Records a restart that is due, and that no process starts. */
  private RunId waitingRestart() throws Exception {
    try (PraetorEngine engine = Praetor.open(Home.of(folder))) {
      RunId earlier = engine.run(FLOW).id();
      StartOptions later = StartOptions.at(Instant.now().plus(Duration.ofDays(1)));
      RunId run = engine.start(engine.planRestart(earlier, FLOW, "all"), later).id();
      change("UPDATE flow_run SET scheduled = created WHERE id = '" + run + "'");
      return run;
    }
  }

  @Test
  void a_run_is_claimed_and_starts_when_its_record_can_be_read_again() throws Exception {
    RunId run = waiting();
    change("UPDATE flow_run SET scheduled = created");
    change("ALTER TABLE flow_run RENAME COLUMN parameter_notes TO away");
    try (PraetorEngine engine = Praetor.open(Home.of(folder))) {
      engine.serve(FLOW);
      await().during(Duration.ofMillis(500)).until(() -> state("state", run).equals("Scheduled"));
      change("ALTER TABLE flow_run RENAME COLUMN away TO parameter_notes");
      await().until(() -> state("state", run).equals("Success"));
    }
  }

  @Test
  void a_restart_that_is_claimed_starts_when_its_earlier_run_can_be_read_again() throws Exception {
    RunId run = waitingRestart();
    change("ALTER TABLE flow_run RENAME COLUMN labels TO away"); // A claim reads none.
    try (PraetorEngine engine = Praetor.open(Home.of(folder))) {
      engine.serve(FLOW);
      await().until(() -> state("state", run).equals("Pending"));
      change("ALTER TABLE flow_run RENAME COLUMN away TO labels");
      await().until(() -> state("state", run).equals("Success"));
    }
  }

  @Test
  void a_run_is_resumed_when_its_record_can_be_read_again() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    RunId run;
    try (PraetorEngine engine = Praetor.open(Home.of(folder).grace(Duration.ZERO))) {
      run = engine.start(held(begun, never)).id();
      begun.await();
    }
    int epoch = Integer.parseInt(state("epoch", run));
    change("ALTER TABLE map_elements RENAME TO away");
    try (PraetorEngine engine = Praetor.open(Home.of(folder))) {
      engine.serve(held(begun, new CountDownLatch(0)));
      await().until(() -> Integer.parseInt(state("epoch", run)) > epoch);
      change("ALTER TABLE away RENAME TO map_elements");
      await().until(() -> state("state", run).equals("Success"));
      assertThat(state("crashes", run)).isEqualTo("0");
    }
  }

  private static Flow<String> held(CountDownLatch begun, CountDownLatch gate) {
    return Flow.define(
        "held", f -> Task.of("wait", String.class, () -> passed(begun, gate)).call());
  }

  private static String passed(CountDownLatch begun, CountDownLatch gate)
      throws InterruptedException {
    begun.countDown();
    gate.await();
    return "passed";
  }
}
