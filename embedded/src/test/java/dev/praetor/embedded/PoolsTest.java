package dev.praetor.embedded;

import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.embedded.registered.RegisteredDoor;
import dev.praetor.embedded.run.EngineSettings;
import dev.praetor.embedded.serve.LoggedSchedules;
import dev.praetor.engine.graph.Sha256;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.store.RunStore;
import dev.praetor.store.db.ProcessId;
import dev.praetor.store.model.FlowSettings;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.model.WaitReason;
import dev.praetor.store.model.WorkerOffer;
import dev.praetor.store.worker.NewWorker;
import dev.praetor.store.worker.StoredPool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs of registered flows are started by workers of their pools that have the labels they need,
 * within slots and limits, and say why they wait; on each database.
 */
@ParameterizedClass
@EnumSource
class PoolsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final PackageFile JAR = new PackageFile("a.jar", Sha256.of("a"), 1);
  private static final FlowPackage PACKAGE =
      new FlowPackage(FlowPackage.Kind.JARS, 25, List.of(JAR));

  private final StoreLocation where;
  private final RunStore server;
  private final RegisteredDoor door;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);

  PoolsTest(Places place) throws IOException {
    where = place.location(place.freshAddress());
    server = RunStore.open(where);
    door = new RegisteredDoor(server, InstantSource.system());
    server.packageFiles().put(JAR, new ByteArrayInputStream("a".getBytes(StandardCharsets.UTF_8)));
  }

  @AfterEach
  void close() throws Exception {
    released.countDown();
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    server.close();
  }

  private Flow<Integer> quick(String name) {
    return Flow.define(name, _ -> value(1));
  }

  private Flow<Integer> held(String name) {
    var wait =
        Task.of(
            "wait",
            Integer.class,
            () -> {
              released.await();
              return 1;
            });
    return Flow.define(name, _ -> wait.call());
  }

  private void register(Flow<?> flow) {
    var _ =
        server
            .registeredFlows()
            .register(
                new Registration(
                    Registration.DEFAULT_PROJECT, Map.of(flow.name(), flow.spec()), PACKAGE),
                "ann");
  }

  private RunId run(Flow<?> flow) {
    return door.enter(
            new RegisteredDoor.Request(
                Registration.DEFAULT_PROJECT,
                flow.name(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                RunEntry.PLAIN,
                "ann"))
        .run();
  }

  private void worker(String id, WorkerOffer offer) {
    NewWorker worker = new NewWorker(id, id, offer, ProcessId.current(), "test", false);
    assertThat(server.workers().add(worker)).isEqualTo(id);
  }

  /** Starts an engine as a runner of a worker. */
  private void runner(String worker, Flow<?>... flows) {
    StoreOptions options = StoreOptions.defaults().withCode(PACKAGE.sha256()).withWorker(worker);
    RunStore store = RunStore.open(where, options);
    open.add(store);
    PraetorEngine engine =
        new PraetorEngine(
            store,
            EngineSettings.defaults().withGrace(Duration.ofSeconds(5)),
            new LoggedSchedules());
    open.add(engine);
    engine.serveWithoutSchedules(List.of(flows));
  }

  private static WorkerOffer offer(String pool, int slots, String... labels) {
    return new WorkerOffer(List.of(pool), List.of(labels), slots);
  }

  private StateType state(RunId run) {
    return server.find(run).orElseThrow().state().type();
  }

  private void awaitState(RunId run, StateType state) {
    await().atMost(PATIENCE).until(() -> state(run) == state);
  }

  private List<WaitReason> reasons(RunId run) {
    return server.waiting().reasons(run);
  }

  @Test
  void a_run_is_taken_by_a_worker_of_its_pool_with_its_labels() {
    Flow<Integer> flow = quick("training").pool("gpu").needs("cuda", "region=eu");
    register(flow);
    RunId run = run(flow);
    assertThat(reasons(run))
        .containsExactly(new WaitReason.NoFittingWorker("gpu", List.of("cuda", "region=eu")));
    worker("elsewhere", offer("default", 10, "cuda", "region=eu"));
    worker("lacking", offer("gpu", 10, "cuda", "region=us"));
    assertThat(reasons(run))
        .containsExactly(new WaitReason.NoFittingWorker("gpu", List.of("region=eu")));
    assertThat(server.neededCode().now("elsewhere")).isEmpty();
    assertThat(server.neededCode().now("lacking")).isEmpty();
    runner("lacking", flow);
    worker("right", offer("gpu", 10, "region=eu", "cuda", "large"));
    assertThat(reasons(run)).isEmpty();
    assertThat(server.neededCode().now("right")).containsExactly(PACKAGE.sha256());
    assertThat(state(run)).isEqualTo(StateType.QUEUED);
    runner("right", flow);
    awaitState(run, StateType.SUCCESS);
    assertThat(server.find(run).orElseThrow().entry().placement().pool()).isEqualTo("gpu");
  }

  @Test
  void a_run_that_cannot_start_does_not_hold_back_others() {
    Flow<Integer> picky = quick("picky").needs("gpu");
    Flow<Integer> plain = quick("plain");
    register(picky);
    register(plain);
    RunId first = run(picky);
    RunId second = run(plain);
    worker("w", offer("default", 10));
    runner("w", picky, plain);
    awaitState(second, StateType.SUCCESS);
    assertThat(state(first)).isEqualTo(StateType.QUEUED);
  }

  @Test
  void the_pool_that_people_set_replaces_that_of_the_code() {
    Flow<Integer> flow = quick("moved").pool("gpu");
    register(flow);
    server
        .registeredFlows()
        .set(
            Registration.DEFAULT_PROJECT,
            "moved",
            new FlowSettings(Map.of(), Map.of(), Optional.of("cpu")));
    RunId run = run(flow);
    assertThat(reasons(run)).containsExactly(new WaitReason.NoFittingWorker("cpu", List.of()));
  }

  @Test
  void a_paused_pool_starts_nothing_until_it_is_resumed() {
    Flow<Integer> flow = quick("paused");
    register(flow);
    worker("w", offer("default", 10));
    server.pools().pause("default", "ann", "the disk is full");
    runner("w", flow);
    RunId run = run(flow);
    assertThat(server.neededCode().now("w")).isEmpty();
    assertThat(reasons(run))
        .containsExactly(new WaitReason.PoolPaused("default", "ann", "the disk is full"));
    assertThat(server.pools().find("default").queue().waiting()).isEqualTo(1);
    assertThat(server.pools().resume("default", "ann")).isTrue();
    awaitState(run, StateType.SUCCESS);
    assertThat(server.pools().find("default").pause()).isEmpty();
  }

  @Test
  void a_limit_counts_the_runs_of_all_workers_of_the_pool() {
    Flow<Integer> flow = held("limited");
    register(flow);
    server.pools().limit("default", Optional.of(1));
    worker("a", offer("default", 10));
    worker("b", offer("default", 10));
    runner("a", flow);
    runner("b", flow);
    RunId first = run(flow);
    awaitState(first, StateType.RUNNING);
    RunId second = run(flow);
    assertThat(reasons(second)).containsExactly(new WaitReason.PoolLimit("default", 1));
    StoredPool pool = server.pools().find("default");
    assertThat(pool.queue().running()).isEqualTo(1);
    assertThat(pool.workers()).isEqualTo(2);
    server.pools().limit("default", Optional.of(2));
    awaitState(second, StateType.RUNNING);
    RunId third = run(flow);
    server.pools().limit("default", Optional.empty());
    awaitState(third, StateType.RUNNING);
    released.countDown();
    for (RunId each : List.of(first, second, third)) {
      awaitState(each, StateType.SUCCESS);
    }
  }

  @Test
  void the_slots_of_a_worker_are_those_of_all_its_runners() {
    Flow<Integer> flow = held("slots");
    register(flow);
    worker("small", offer("default", 1));
    runner("small", flow);
    runner("small", flow);
    RunId first = run(flow);
    awaitState(first, StateType.RUNNING);
    RunId second = run(flow);
    assertThat(reasons(second)).containsExactly(new WaitReason.WorkersFull(List.of("small")));
    assertThat(server.queries().runsOfRunners(List.of("small")).values())
        .containsExactly(Map.of(ProcessHandle.current().pid(), 1));
    var _ = server.order(first, new RunOrder.Cancel("enough", "ann"));
    awaitState(first, StateType.CANCELLED);
    awaitState(second, StateType.RUNNING);
  }

  @Test
  void an_isolated_run_is_taken_by_a_process_of_its_own_that_takes_one_run() {
    Flow<Integer> flow = quick("isolated").isolated();
    register(flow);
    worker("w", offer("default", 10));
    runner("w", flow);
    RunId first = run(flow);
    RunId second = run(flow);
    assertThat(server.neededCode().now("w")).isEmpty();
    assertThat(server.neededCode().isolated("w")).containsExactly(Map.entry(PACKAGE.sha256(), 2));
    StoreOptions own =
        StoreOptions.defaults().withCode(PACKAGE.sha256()).withWorker("w").withIsolated(true);
    for (int left = 1; left >= 0; left--) {
      RunStore store = RunStore.open(where, own);
      open.add(store);
      PraetorEngine engine =
          new PraetorEngine(store, EngineSettings.defaults().withOneRun(), new LoggedSchedules());
      open.add(engine);
      engine.serveWithoutSchedules(List.of(flow));
      int waiting = left;
      await()
          .atMost(PATIENCE)
          .until(() ->
              List.of(first, second).stream().filter(run -> state(run) == StateType.QUEUED).count()
                  == waiting);
    }
    awaitState(first, StateType.SUCCESS);
    awaitState(second, StateType.SUCCESS);
  }

  @Test
  void a_draining_worker_takes_nothing_more() {
    Flow<Integer> flow = quick("drained");
    register(flow);
    worker("w", offer("default", 10));
    runner("w", flow);
    server.workers().drain("w", "ann");
    RunId run = run(flow);
    assertThat(reasons(run)).containsExactly(new WaitReason.NoFittingWorker("default", List.of()));
    assertThat(server.workers().drains("w")).contains(true);
    worker("other", offer("default", 10));
    runner("other", flow);
    awaitState(run, StateType.SUCCESS);
  }
}
