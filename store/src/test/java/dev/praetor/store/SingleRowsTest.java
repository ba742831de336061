package dev.praetor.store;

import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.RunId;
import dev.praetor.Task;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.store.db.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A step of a chain is one row, written by the statement that asks whether the run is owned. */
@ParameterizedClass
@EnumSource
class SingleRowsTest extends StoreTest {
  private final CountDownLatch reached = new CountDownLatch(1);
  private final AtomicInteger after = new AtomicInteger();

  SingleRowsTest(Databases databases) {
    super(databases, databases.fresh());
  }

  private int first(int x) {
    return x + 1;
  }

  private int gated(int x) throws InterruptedException {
    reached.countDown();
    gate.await();
    return x + 1;
  }

  private int last(int x) {
    return x + after.incrementAndGet();
  }

  private FlowRun<Integer> chain() {
    Flow<Integer> flow =
        Flow.define(
            unique(),
            f ->
                Task.of(this::last)
                    .call(Task.of(this::gated).call(Task.of(this::first).call(value(0)))));
    return local(store, flow).start();
  }

  private int ends(RunId run) throws Exception {
    try (Connection connection = database.writing().getConnection();
        PreparedStatement select =
            connection.prepareStatement("SELECT count(ended) FROM task_run WHERE run = ?")) {
      select.setString(1, run.toString());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  private boolean isWaiting(Connection connection) throws Exception {
    if (databases == Databases.SQLITE) {
      return true; // A writer that waits for the file cannot be seen from outside.
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM pg_locks WHERE NOT granted")) {
      return row.next() && row.getInt(1) > 0;
    }
  }

  @Test
  void a_row_that_meets_a_claim_in_progress_is_refused() throws Exception {
    FlowRun<Integer> run = chain();
    reached.await();
    try (Connection claim = database.writing().getConnection()) {
      claim.setAutoCommit(false);
      String id = run.id().toString();
      Sql.update(claim, "UPDATE flow_run SET epoch = epoch + 1, owner = 'b' WHERE id = ?", id);
      gate.countDown();
      await().atMost(PATIENCE).until(() -> isWaiting(claim));
      claim.commit();
    }
    assertThatThrownBy(run::await).isInstanceOf(RunOwnershipLost.class);
    assertThat(after).hasValue(0);
    assertThat(ends(run.id())).isEqualTo(1);
  }

  @Test
  void a_row_that_was_committed_without_an_answer_is_written_once() throws Exception {
    FlowRun<Integer> run = chain();
    reached.await();
    try (Connection earlier = database.writing().getConnection()) {
      // As if the row had been written by a try whose answer was lost, and had a later sequence.
      Sql.update(
          earlier,
          "INSERT INTO task_run (run, node, idx, state, attempts, created, sequence)"
              + " SELECT ?, 'gated', -1, 'Success', 1, 0, 9000000000000000000 WHERE true"
              + " ON CONFLICT (run, node, idx) DO UPDATE SET sequence = excluded.sequence",
          run.id().toString());
    }
    gate.countDown();
    assertThat(run.await().value()).isEqualTo(3);
    assertThat(count("task_run", run.id())).isEqualTo(3);
  }
}
