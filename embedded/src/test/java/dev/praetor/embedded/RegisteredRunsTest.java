package dev.praetor.embedded;

import static dev.praetor.Praetor.every;
import static dev.praetor.Praetor.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.InvalidRun;
import dev.praetor.RunId;
import dev.praetor.Schedule;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.embedded.registered.RegisteredDoor;
import dev.praetor.embedded.registered.RegisteredScheduler;
import dev.praetor.embedded.run.EngineSettings;
import dev.praetor.embedded.serve.LoggedSchedules;
import dev.praetor.engine.Timekeeper;
import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.graph.Sha256;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.store.RunStore;
import dev.praetor.store.db.ProcessId;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.WorkerOffer;
import dev.praetor.store.worker.NewWorker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * Runs of registered flows: they are made by a process without the code of the flow, and executed
 * by a process with the code of their package, on each database.
 */
@ParameterizedClass
@EnumSource
@Tag("database")
class RegisteredRunsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String WORKER = "worker-1";
  private static final String ONE = "one";
  private static final String OTHER = "other";

  private final StoreLocation where;
  private final RunStore server;
  private final RegisteredDoor door;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<String> ran = new CopyOnWriteArrayList<>();

  RegisteredRunsTest(Places place) {
    where = place.location(place.freshAddress());
    server = RunStore.open(where);
    door = new RegisteredDoor(server, InstantSource.system());
    String _ =
        server
            .workers()
            .add(
                new NewWorker(
                    WORKER,
                    "worker",
                    WorkerOffer.ofSlots(100),
                    ProcessId.current(),
                    "test",
                    false));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    server.close();
  }

  private Flow<String> greeting(String code) {
    var greet =
        Task.of(
            "greet",
            String.class,
            (String name, Integer times) -> {
              ran.add(code);
              return name.repeat(times);
            });
    return Flow.define(
        "greeting",
        flow ->
            greet.call(
                flow.parameter("name", String.class), flow.parameter("times", Integer.class, 1)));
  }

  private static FlowPackage contents(String code) {
    byte[] bytes = code.getBytes(StandardCharsets.UTF_8);
    PackageFile file = new PackageFile(code + ".jar", Sha256.of(code), bytes.length);
    return new FlowPackage(FlowPackage.Kind.JARS, 25, List.of(file));
  }

  /** Registers a flow with a package, of which a test needs the hash only. */
  private void register(String code, Flow<?> flow) throws IOException {
    FlowPackage contents = contents(code);
    for (PackageFile file : server.packageFiles().missing(contents)) {
      server
          .packageFiles()
          .put(file, new ByteArrayInputStream(code.getBytes(StandardCharsets.UTF_8)));
    }
    var _ =
        server
            .registeredFlows()
            .register(
                new Registration(
                    Registration.DEFAULT_PROJECT, Map.of(flow.name(), flow.spec()), contents),
                "ann");
  }

  /** Starts an engine with the code of a package. */
  private void runner(String code, Flow<?> flow) {
    RunStore store =
        RunStore.open(where, StoreOptions.defaults().withCode(contents(code).sha256()));
    open.add(store);
    PraetorEngine engine =
        new PraetorEngine(store, EngineSettings.defaults(), new LoggedSchedules());
    open.add(engine);
    engine.serveWithoutSchedules(List.of(flow));
  }

  private static Map<String, JsonNode> parameters(String json) {
    return ExactJson.MAPPER.readTree(json).properties().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private RegisteredDoor.Request request(String parameters) {
    return new RegisteredDoor.Request(
        Registration.DEFAULT_PROJECT,
        "greeting",
        Optional.empty(),
        parameters(parameters),
        Optional.empty(),
        RunEntry.PLAIN,
        "ann");
  }

  private StoredRun ended(RunId id) {
    await().atMost(PATIENCE).until(() -> server.find(id).orElseThrow().state().isFinished());
    return server.find(id).orElseThrow();
  }

  @Test
  void a_run_waits_for_the_code_of_its_package() throws Exception {
    register(ONE, greeting(ONE));
    RunId id = door.enter(request("{\"name\": \"ab\", \"times\": 2}")).run();
    assertThat(server.find(id).orElseThrow().state().type()).isEqualTo(StateType.QUEUED);
    assertThat(server.neededCode().of(id)).contains(contents(ONE).sha256());
    assertThat(server.neededCode().now(WORKER)).containsExactly(contents(ONE).sha256());
    runner(ONE, greeting(ONE));
    assertThat(ended(id).state().type()).isEqualTo(StateType.SUCCESS);
    assertThat(server.neededCode().now(WORKER)).isEmpty();
    assertThat(server.find(id).orElseThrow().origin().user()).isEqualTo("ann");
  }

  @Test
  void a_due_run_is_queued_although_no_process_has_its_code() throws Exception {
    register(ONE, greeting(ONE));
    RegisteredDoor.Request plain = request("{\"name\": \"ab\"}");
    RunId soon = door.enter(at(plain, Instant.now().plusMillis(500))).run();
    RunId later = door.enter(at(plain, Instant.now().plus(Duration.ofDays(1)))).run();
    assertThat(type(soon)).isEqualTo(StateType.SCHEDULED);
    open.add(new RegisteredScheduler(server, Timekeeper.system()));
    await().atMost(PATIENCE).until(() -> type(soon) == StateType.QUEUED);
    assertThat(type(later)).isEqualTo(StateType.SCHEDULED);
    assertThat(server.dueRuns().queue()).isZero();
  }

  private StateType type(RunId id) {
    return server.find(id).orElseThrow().state().type();
  }

  private static RegisteredDoor.Request at(RegisteredDoor.Request request, Instant due) {
    return new RegisteredDoor.Request(
        request.project(),
        request.flow(),
        request.version(),
        request.parameters(),
        Optional.of(due),
        request.name(),
        request.entry(),
        request.by());
  }

  @Test
  void parameters_that_are_not_given_have_their_defaults() throws Exception {
    register(ONE, greeting(ONE));
    RunId id = door.enter(request("{\"name\": \"ab\"}")).run();
    assertThat(server.find(id).orElseThrow().parameters())
        .isEqualTo("{\"name\":\"ab\",\"times\":1}");
  }

  @Test
  void a_run_is_started_by_the_code_of_its_own_version_only() throws Exception {
    register(ONE, greeting(ONE));
    RunId first = door.enter(request("{\"name\": \"a\"}")).run();
    register(OTHER, greeting(OTHER));
    RunId second = door.enter(request("{\"name\": \"b\"}")).run();
    runner(OTHER, greeting(OTHER));
    assertThat(ended(second).state().type()).isEqualTo(StateType.SUCCESS);
    assertThat(server.find(first).orElseThrow().state().type()).isEqualTo(StateType.QUEUED);
    assertThat(server.neededCode().now(WORKER)).isEqualTo(Set.of(contents(ONE).sha256()));
    runner(ONE, greeting(ONE));
    assertThat(ended(first).state().type()).isEqualTo(StateType.SUCCESS);
    assertThat(ran).containsExactly(OTHER, ONE);
  }

  @Test
  void a_run_may_ask_for_an_earlier_version() throws Exception {
    register(ONE, greeting(ONE));
    register(OTHER, greeting(OTHER));
    RegisteredDoor.Request now = request("{\"name\": \"a\"}");
    RegisteredDoor.Request earlier =
        new RegisteredDoor.Request(
            now.project(),
            now.flow(),
            Optional.of(1),
            now.parameters(),
            now.due(),
            now.entry(),
            now.by());
    runner(ONE, greeting(ONE));
    assertThat(ended(door.enter(earlier).run()).state().type()).isEqualTo(StateType.SUCCESS);
    assertThat(ran).containsExactly(ONE);
  }

  @Test
  void a_process_with_other_code_starts_no_run_of_a_package() throws Exception {
    register(ONE, greeting(ONE));
    RunStore store = RunStore.open(where);
    open.add(store);
    PraetorEngine engine =
        new PraetorEngine(store, EngineSettings.defaults(), new LoggedSchedules());
    open.add(engine);
    engine.serve(greeting("an application"));
    RunId registered = door.enter(request("{\"name\": \"a\"}")).run();
    EngineRun<String> own = engine.start(greeting("an application"), with("name", "b"));
    own.await();
    assertThat(server.find(registered).orElseThrow().state().type()).isEqualTo(StateType.QUEUED);
    runner(ONE, greeting(ONE));
    assertThat(ended(registered).state().type()).isEqualTo(StateType.SUCCESS);
    assertThat(ran).containsExactly("an application", ONE);
  }

  @Test
  void all_problems_of_the_parameters_are_told_together_and_nothing_is_recorded() throws Exception {
    register(ONE, greeting(ONE));
    assertThatThrownBy(() -> door.enter(request("{\"times\": \"many\", \"nmae\": \"a\"}")))
        .isInstanceOfSatisfying(
            InvalidRun.class,
            refused ->
                assertThat(refused.problems())
                    .extracting(problem -> problem.path())
                    .containsExactlyInAnyOrder("greeting/nmae", "greeting/name", "greeting/times"));
    assertThat(server.list(RunFilter.all())).isEmpty();
  }

  @Test
  void a_flow_that_is_unknown_or_archived_makes_no_run() throws Exception {
    assertThatThrownBy(() -> door.enter(request("{\"name\": \"a\"}")))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("no flow 'greeting' is registered");
    register(ONE, greeting(ONE));
    server.registeredFlows().archive(Registration.DEFAULT_PROJECT, "greeting", "ann");
    assertThatThrownBy(() -> door.enter(request("{\"name\": \"a\"}")))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("archived");
    assertThat(server.list(RunFilter.all())).isEmpty();
  }

  @Test
  void one_key_makes_one_run() throws Exception {
    register(ONE, greeting(ONE));
    RegisteredDoor.Request plain = request("{\"name\": \"a\"}");
    RegisteredDoor.Request keyed =
        new RegisteredDoor.Request(
            plain.project(),
            plain.flow(),
            plain.version(),
            plain.parameters(),
            plain.due(),
            RunEntry.PLAIN.withKey("order 1"),
            plain.by());
    RegisteredDoor.Entered first = door.enter(keyed);
    RegisteredDoor.Entered again = door.enter(keyed);
    assertThat(first.isNew()).isTrue();
    assertThat(again).isEqualTo(new RegisteredDoor.Entered(first.run(), false));
  }

  @Test
  void the_schedule_of_a_registered_flow_makes_runs_and_follows_new_versions() throws Exception {
    Schedule often = Schedule.of(every(Duration.ofMillis(300)).with("name", "x"));
    open.add(new RegisteredScheduler(server, Timekeeper.system()));
    register(ONE, greeting(ONE).scheduled(often));
    runner(ONE, greeting(ONE).scheduled(often));
    await().atMost(PATIENCE).until(() -> ran.size() >= 2);
    register(OTHER, greeting(OTHER).scheduled(often));
    runner(OTHER, greeting(OTHER).scheduled(often));
    await().atMost(PATIENCE).until(() -> ran.contains(OTHER));
    assertThat(server.list(RunFilter.all().withLimit(1_000)))
        .extracting(run -> run.times().scheduled())
        .doesNotHaveDuplicates();
  }
}
