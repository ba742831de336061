package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.ErrorCode;
import dev.praetor.store.db.ProcessId;
import dev.praetor.store.db.Sql;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredWorker;
import dev.praetor.store.model.WorkerOffer;
import dev.praetor.store.model.WorkerRunner;
import dev.praetor.store.worker.NewWorker;
import dev.praetor.store.worker.Workers;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The rows of workers, on each database. */
@ParameterizedClass
@EnumSource
class WorkersTest extends StoreTest {
  private static final WorkerOffer OFFER = WorkerOffer.ofSlots(10);

  /** A process of another machine, about which only its reports tell anything. */
  private static final ProcessId ELSEWHERE = new ProcessId("elsewhere", 42, "", "", 0);

  /** A process of this machine that has ended. */
  private static final ProcessId GONE =
      new ProcessId(
          ProcessId.current().host(),
          ProcessId.current().pid(),
          ProcessId.current().boot(),
          ProcessId.current().space(),
          ProcessId.current().ticks() + 1);

  private final Workers workers;

  WorkersTest(Databases databases) {
    super(databases, databases.fresh());
    workers = store.workers();
  }

  private String add(String id, String name, ProcessId process) {
    return workers.add(new NewWorker(id, name, OFFER, process, "1", false));
  }

  /** Lets a worker be silent for a time. */
  private void silence(String id, long seconds) {
    try (StoreParts parts = StoreParts.of(database)) {
      parts
          .writes()
          .now(connection ->
              Sql.update(
                  connection,
                  "UPDATE worker SET heartbeat = heartbeat - ? WHERE id = ?",
                  seconds * 1_000_000,
                  id));
    }
  }

  @Test
  void live_workers_of_one_name_are_numbered() {
    assertThat(add("a", "builder", ProcessId.current())).isEqualTo("builder");
    assertThat(add("b", "builder", ELSEWHERE)).isEqualTo("builder-2");
    assertThat(add("c", "builder", ELSEWHERE)).isEqualTo("builder-3");
    workers.end("a");
    assertThat(add("d", "builder", ELSEWHERE)).isEqualTo("builder");
  }

  @Test
  void a_worker_whose_process_has_ended_leaves_its_name() {
    assertThat(add("a", "builder", GONE)).isEqualTo("builder");
    assertThat(add("b", "builder", ELSEWHERE)).isEqualTo("builder");
    assertThat(workers.drains("a")).isEmpty();
  }

  @Test
  void a_worker_elsewhere_lives_as_long_as_it_reports() {
    add("a", "far", ELSEWHERE);
    silence("a", 15);
    workers.settle();
    assertThat(workers.drains("a")).contains(false);
    silence("a", 10);
    workers.settle();
    assertThat(workers.report("a", StoredWorker.Report.NOTHING)).isEmpty();
    assertThat(add("a", "far", ELSEWHERE)).isEqualTo("far");
    assertThat(workers.report("a", StoredWorker.Report.NOTHING)).contains(false);
  }

  @Test
  void a_worker_on_this_machine_lives_while_its_process_runs() {
    add("a", "near", ProcessId.current());
    silence("a", 1_000);
    workers.settle();
    assertThat(workers.drains("a")).contains(false);
  }

  @Test
  void a_report_says_whether_the_worker_is_to_drain() {
    add("a", "w", ELSEWHERE);
    WorkerRunner runner = new WorkerRunner("c0de", 7, Instant.ofEpochSecond(5), false);
    StoredWorker.Report report =
        new StoredWorker.Report(List.of(runner), List.of("a line with \u0000 in it"));
    assertThat(workers.report("a", report)).contains(false);
    workers.drain("a", "ann");
    workers.drain("a", "ann");
    assertThat(workers.report("a", report)).contains(true);
    assertThat(workers.drains("a")).contains(true);
  }

  @Test
  void only_a_worker_that_has_ended_can_be_deleted() {
    add("a", "w", ProcessId.current());
    assertThatThrownBy(() -> workers.delete("a"))
        .isInstanceOfSatisfying(
            StoreFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    workers.end("a");
    assertThatThrownBy(() -> workers.drain("a", "ann"))
        .isInstanceOfSatisfying(
            StoreFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    workers.delete("a");
    assertThatThrownBy(() -> workers.delete("a"))
        .isInstanceOfSatisfying(
            StoreFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  @Test
  void offers_limits_and_names_of_pools_are_checked() {
    List<String> many = IntStream.range(0, 33).mapToObj(i -> "p" + i).toList();
    for (Runnable refused :
        List.<Runnable>of(
            () -> new WorkerOffer(List.of(), List.of(), 1),
            () -> new WorkerOffer(many, List.of(), 1),
            () -> new WorkerOffer(List.of("a b"), List.of(), 1),
            () -> new WorkerOffer(List.of("a"), List.of("x|y"), 1),
            () -> new WorkerOffer(List.of("a"), List.of(""), 1),
            () -> new WorkerOffer(List.of("a"), many, 1),
            () -> new WorkerOffer(List.of("a"), List.of(), 0),
            () -> store.pools().limit("a", Optional.of(0)),
            () -> store.pools().limit("", Optional.of(1)),
            () -> store.pools().pause("a/b", "", ""),
            () -> store.pools().pause("a", "", "x".repeat(1_001)))) {
      assertThatThrownBy(refused::run)
          .isInstanceOfSatisfying(
              StoreFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
    }
    assertThat(store.pools().list()).extracting(pool -> pool.name()).containsExactly("default");
  }
}
