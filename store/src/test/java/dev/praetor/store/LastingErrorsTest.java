package dev.praetor.store;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.praetor.Cache;
import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.FlowRun;
import dev.praetor.InvalidTask;
import dev.praetor.Node;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.TaskPath;
import dev.praetor.store.db.PostgresDatabase;
import dev.praetor.store.db.SqliteDatabase;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.write.WriteQueue;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Writes that never succeed: only what is guilty fails, and nothing waits for it. */
@ParameterizedClass
@EnumSource
class LastingErrorsTest extends StoreTest {
  LastingErrorsTest(Databases databases) {
    super(databases, databases.fresh());
  }

  private void execute(String... statements) throws Exception {
    try (Connection connection = database.writing().getConnection();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  /** Lets the database refuse the rows of task runs for which a condition holds. */
  private void refuse(String condition) throws Exception {
    switch (database) {
      case SqliteDatabase _ ->
          execute(
              """
              CREATE TRIGGER refused BEFORE INSERT ON task_run
              WHEN %s BEGIN SELECT RAISE(ABORT, 'this row is refused'); END
              """
                  .formatted(
                      condition
                          .replace("node", "NEW.node")
                          .replace("idx", "NEW.idx")
                          .replace("state", "NEW.state")));
      case PostgresDatabase _ ->
          execute("ALTER TABLE task_run ADD CONSTRAINT refused CHECK (NOT (" + condition + "))");
    }
  }

  private static int sum(List<Integer> all) {
    return all.stream().mapToInt(Integer::intValue).sum();
  }

  private Flow<Integer> mapped() {
    return Flow.define(
        unique(),
        f ->
            Task.of(LastingErrorsTest::sum)
                .call(
                    Task.of(Flows::twice)
                        .map(each(Task.of(Flows::upTo).call(value(50))))
                        .collect()));
  }

  @Test
  void a_task_run_whose_end_cannot_be_written_fails_with_the_reason_and_no_other_does()
      throws Exception {
    refuse("node = 'twice' AND idx = 7 AND state = 'Success'");
    FlowRun<Integer> neighbour = local(store, Flows.wide(unique(), 6)).start();
    FlowResult<Integer> result = local(store, mapped()).run();
    assertThat(result.state()).isInstanceOf(State.Failed.class);
    State seven = store.taskRun(result.id(), TaskPath.parse("twice[7]")).orElseThrow().state();
    assertThat(seven).isInstanceOf(State.Failed.class);
    assertThat(seven.message()).contains("it cannot be recorded: ").contains("refused");
    assertThat(store.counts(result.id(), "twice"))
        .containsEntry(StateType.SUCCESS, 49)
        .containsEntry(StateType.FAILED, 1);
    assertThat(store.taskRun(result.id(), TaskPath.parse("sum")).orElseThrow().state())
        .isInstanceOf(State.TriggerFailed.class);
    assertThat(neighbour.await().state()).isInstanceOf(State.Success.class);
    assertThat(store.find(result.id()).orElseThrow().state()).isInstanceOf(State.Failed.class);
  }

  @Test
  void a_run_of_which_not_even_a_failure_can_be_written_ends_with_the_reason() throws Exception {
    refuse("node = 'sum' AND state <> 'Running'");
    assertThatThrownBy(() -> local(store, mapped()).run())
        .hasMessageContaining("sum cannot be recorded")
        .hasMessageContaining("refused");
  }

  @Test
  void a_task_that_may_run_at_most_once_does_not_run_without_its_record() throws Exception {
    refuse("node = 'hold' AND state = 'Running'");
    Flow<Integer> flow =
        Flow.define(
            unique(), f -> Task.of(this::countDown).atMostOnce().named("hold").call(value(1)));
    FlowResult<Integer> result = local(store, flow).run();
    assertThat(result.state()).isInstanceOf(State.Failed.class);
    assertThat(called.getCount()).isEqualTo(1);
  }

  private final CountDownLatch called = new CountDownLatch(1);

  private int countDown(int x) {
    called.countDown();
    return x;
  }

  @Test
  void a_missing_table_ends_the_runs_with_the_reason() throws Exception {
    FlowRun<Integer> run = local(store, holding(unique())).start();
    awaitThere(run.id());
    execute("DROP TABLE task_run");
    gate.countDown();
    assertThatThrownBy(run::await).isInstanceOf(StoreFailed.class).hasMessageContaining("task_run");
  }

  @Test
  void work_that_throws_is_answered_and_the_next_is_done() {
    try (StoreParts parts = StoreParts.of(database)) {
      WriteQueue writes = parts.writes();
      CompletableFuture<Integer> guilty =
          writes.begin(_ -> {
            throw new StackOverflowError("for the test");
          });
      CompletableFuture<Integer> innocent = writes.begin(_ -> 7);
      assertThat(innocent.join()).isEqualTo(7);
      assertThatThrownBy(guilty::join).hasMessageContaining("for the test");
    }
  }

  @Test
  void times_beyond_what_a_database_holds_hinder_nothing() throws Exception {
    Flow<Integer> flow =
        Flow.define(
            unique(),
            f -> {
              f.sleep(Duration.ofMillis(Long.MAX_VALUE));
              f.waitUntil(Instant.MAX);
              return Task.of(Flows::twice).call(value(4));
            });
    FlowRun<Integer> run = local(store, flow).start();
    await()
        .atMost(PATIENCE)
        .until(() ->
            store
                .taskRun(run.id(), TaskPath.parse("twice"))
                .filter(row -> row.state() instanceof State.Success)
                .isPresent());
    run.cancel("enough");
    assertThat(run.await().state()).isInstanceOf(State.Cancelled.class);
  }

  @Test
  void a_version_that_not_every_database_can_index_is_refused_when_it_is_defined() {
    assertThatThrownBy(() -> Task.of(Flows::twice).version("v".repeat(6_000)))
        .isInstanceOf(InvalidTask.class)
        .hasMessageContaining("a version has at most 1000");
  }

  @Test
  void a_long_version_and_a_long_key_are_cached_on_every_database() {
    Flow<Integer> flow =
        Flow.define(
            unique(),
            f -> {
              Node<Integer> four = Task.of(Flows::twice).call(value(2));
              return Task.of(Flows::twice)
                  .version("ä\uD83D\uDE00".repeat(300))
                  .cached(Cache.byKey(_ -> "k".repeat(20_000)))
                  .call(four);
            });
    local(store, flow).run();
    FlowResult<Integer> again = local(store, flow).run();
    assertThat(again.value()).isEqualTo(8);
    assertThat(store.taskRun(again.id(), TaskPath.parse("twice-2")).orElseThrow().state())
        .isInstanceOf(State.Cached.class);
  }
}
