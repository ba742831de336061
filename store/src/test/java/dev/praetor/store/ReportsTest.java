package dev.praetor.store;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.Node;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.TaskContext;
import dev.praetor.store.history.StoredDocument;
import dev.praetor.store.model.StoredArtifact;
import dev.praetor.store.model.StoredProgress;
import dev.praetor.store.model.StoredRun;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Reports of task runs are kept, and a run that only waits says what it waits for. */
@ParameterizedClass
@EnumSource
class ReportsTest extends StoreTest {
  ReportsTest(Databases databases) {
    super(databases);
  }

  private StoredRun stored(RunId id) {
    return store.find(id).orElseThrow();
  }

  private static int publish(int number) {
    TaskContext context = TaskContext.current();
    context.artifact("report.md", "first");
    context.artifact("report.md", "# Report " + number);
    context.progress(0.25, "begun");
    context.progress(0.75, "almost " + number);
    return number;
  }

  @Test
  void artifacts_and_the_last_progress_are_kept_and_deleted_with_their_run() {
    Flow<List<Integer>> flow =
        Flow.define(
            unique(), f -> Task.of(ReportsTest::publish).map(each(value(List.of(7, 8)))).collect());
    RunId id = Flows.local(store, flow).run().id();
    List<StoredArtifact> artifacts = store.artifacts(id);
    assertThat(artifacts)
        .extracting(StoredArtifact::node, StoredArtifact::index, StoredArtifact::name)
        .containsExactlyInAnyOrder(
            tuple("publish", 0, "report.md"), tuple("publish", 1, "report.md"));
    StoredArtifact second =
        artifacts.stream().filter(each -> each.index() == 1).findFirst().orElseThrow();
    assertThat(store.content(id, second)).contains("# Report 8");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(store.progress(id, 10))
                .extracting(StoredProgress::index, StoredProgress::part, StoredProgress::message)
                .containsExactlyInAnyOrder(tuple(0, 0.75, "almost 7"), tuple(1, 0.75, "almost 8")));
    store.delete(id);
    assertThat(store.artifacts(id)).isEmpty();
    assertThat(store.progress(id, 10)).isEmpty();
  }

  @Test
  void an_artifact_that_is_too_large_fails_its_task_with_the_limit() {
    Flow<Integer> flow =
        Flow.define(
            unique(),
            f ->
                Task.of(
                        "big",
                        Integer.class,
                        () -> {
                          TaskContext.current().artifact("big", "x".repeat(17 << 20));
                          return 1;
                        })
                    .call());
    State state = Flows.local(store, flow).run().taskRun("big").state();
    assertThat(state.name()).isEqualTo("Failed");
    assertThat(state.message()).contains("artifact 'big' has 17,825,792 characters, and the limit");
  }

  @Test
  void a_run_of_which_only_an_approval_is_open_is_paused_also_around_it() throws Exception {
    Flow<Void> inner =
        Flow.define(unique() + "-inner", f -> f.approval("Really?").after(f.sleep(Duration.ZERO)));
    Flow<Void> outer = Flow.define(unique(), f -> f.run(inner));
    FlowRun<Void> run = Flows.local(store, outer).start();
    await().atMost(PATIENCE).until(() -> type(run.id()) == StateType.PAUSED);
    assertThat(stored(run.id()).state().message()).contains("waits for approval", "approval");
    assertThat(StoredDocument.header(store, stored(run.id())).path("state").asString())
        .isEqualTo("Paused");
    run.cancel("enough");
    run.await();
    assertThat(type(run.id())).isEqualTo(StateType.CANCELLED);
  }

  private StateType type(RunId id) {
    return store.find(id).map(found -> found.state().type()).orElse(StateType.PENDING);
  }

  @Test
  void a_run_of_which_only_a_sleep_is_open_says_so() throws Exception {
    Flow<Integer> flow =
        Flow.define(
            unique(),
            f -> {
              Node<?> slept = f.sleep(Duration.ofHours(1));
              return Task.of("last", Integer.class, () -> 1).call().after(slept);
            });
    FlowRun<Integer> run = Flows.local(store, flow).start();
    await()
        .atMost(PATIENCE)
        .until(() ->
            store
                .find(run.id())
                .map(found -> found.state().message().contains("waits for sleep"))
                .orElse(false));
    assertThat(type(run.id())).isEqualTo(StateType.RUNNING);
    assertThat(store.open(run.id(), 10)).extracting(each -> each.node()).containsExactly("sleep");
    run.cancel("enough");
    run.await();
  }

  @Test
  void a_run_whose_code_runs_is_running_although_an_approval_is_open() throws Exception {
    Flow<Integer> flow =
        Flow.define(
            unique(),
            f -> {
              f.approval("Really?");
              return Task.of(
                      "work",
                      Integer.class,
                      () -> {
                        gate.await();
                        return 1;
                      })
                  .call();
            });
    FlowRun<Integer> run = Flows.local(store, flow).start();
    await()
        .atMost(PATIENCE)
        .until(() -> store.find(run.id()).isPresent() && store.open(run.id(), 10).size() == 2);
    assertThat(type(run.id())).isEqualTo(StateType.RUNNING);
    gate.countDown();
    await().atMost(PATIENCE).until(() -> type(run.id()) == StateType.PAUSED);
    run.cancel("enough");
    run.await();
  }
}
