package dev.praetor.store;

import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Flow;
import dev.praetor.Task;
import dev.praetor.store.copy.StoreCopy;
import dev.praetor.store.history.StoredDocument;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.RunLimit;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.query.aggregate.AggregateRequest;
import dev.praetor.store.query.aggregate.Aggregates;
import dev.praetor.store.query.aggregate.GroupBy;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.TaskRunField;
import dev.praetor.store.query.scan.ColumnUse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store is copied into an empty one, for a backup or to move to the other database. */
class StoreCopyTest {
  private static final int WIDTH = 1_200;
  private static final int LARGE = 50_000;
  private static final AggregateRequest BY_STATE =
      AggregateRequest.where(Condition.ALWAYS).withGroups(new GroupBy.OfField(TaskRunField.STATE));

  @TempDir private Path folder;
  private final List<String> printed = new ArrayList<>();

  private Path home() {
    return folder.resolve("home");
  }

  private static Flow<String> large() {
    return Flow.define(
        "large",
        f -> Task.of("large", String.class, (Integer n) -> "é".repeat(n)).call(value(LARGE)));
  }

  private RunStore filled() {
    RunStore store = RunStore.open(new StoreLocation.Home(home()));
    Flows.run(store, Flows.wide("wide", WIDTH));
    Flows.run(store, large());
    store.columns().complete();
    store.limits().set(RunLimit.Scope.FLOW, "wide", 3, "ann");
    return store;
  }

  private StoreCopy.Copied copy(StoreLocation to, boolean whileInUse) {
    return new StoreCopy(InstantSource.system(), printed::add).copy(home(), to, whileInUse);
  }

  private static List<String> documents(RunStore store) {
    return store.list(RunFilter.all()).stream()
        .map(run -> StoredDocument.of(store, run).toString())
        .toList();
  }

  private void checkCopy(StoreLocation to) {
    List<String> before;
    try (RunStore store = filled()) {
      before = documents(store);
      assertThatThrownBy(() -> copy(to, false))
          .isInstanceOf(StoreFailed.class)
          .hasMessageContaining("is used by");
    }
    StoreCopy.Copied copied = copy(to, false);
    assertThat(copied.rows()).isGreaterThan(WIDTH);
    assertThat(copied.blobs()).isEqualTo(1);
    assertThat(printed).anyMatch(line -> line.matches("1,2\\d\\d rows of task_run"));
    try (RunStore store = RunStore.open(to)) {
      assertThat(documents(store)).isEqualTo(before);
      assertThat(store.limits().list()).hasSize(1);
      assertThat(WrittenColumns.rows(store)).isEqualTo(1);
      Aggregates aggregates = store.queries().aggregates();
      assertThat(aggregates.with(WrittenColumns.ALWAYS).groups(Entity.TASK_RUN, BY_STATE))
          .isEqualTo(aggregates.with(ColumnUse.NEVER).groups(Entity.TASK_RUN, BY_STATE))
          .isNotEmpty();
      Flows.run(store, Flows.wide("wide", 3));
      assertThat(store.list(RunFilter.all())).hasSize(3);
    }
    assertThatThrownBy(() -> copy(to, false))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("is not empty");
  }

  @Test
  void a_copy_in_another_home_answers_as_its_original_does() {
    checkCopy(new StoreLocation.Home(folder.resolve("copy")));
  }

  @Test
  @Tag("database")
  void a_copy_in_postgresql_answers_as_its_original_does() {
    checkCopy(FreshLocation.onPostgres());
  }

  @Test
  void a_run_in_progress_is_lost_in_the_copy_and_goes_on_in_the_original() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    Flow<Integer> flow =
        Flow.define(
            "held",
            f ->
                Task.of(
                        "hold",
                        Integer.class,
                        (Integer n) -> {
                          begun.countDown();
                          gate.await();
                          return n;
                        })
                    .call(value(1)));
    StoreLocation to = new StoreLocation.Home(folder.resolve("copy"));
    try (RunStore store = RunStore.open(new StoreLocation.Home(home()))) {
      var run = Flows.local(store, flow).start();
      begun.await();
      copy(to, true);
      try (RunStore other = RunStore.open(to)) {
        StoredRun copied = other.list(RunFilter.all()).getFirst();
        assertThat(copied.id()).isEqualTo(run.id());
        assertThat(copied.isLost()).isTrue();
      }
      gate.countDown();
      assertThat(run.await().value()).isEqualTo(1);
    }
  }

  @Test
  void a_home_without_a_store_is_refused_and_nothing_is_made() {
    assertThatThrownBy(() -> copy(new StoreLocation.Home(folder.resolve("copy")), true))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("there is no store");
    assertThat(Files.exists(folder.resolve("copy"))).isFalse();
  }
}
