package dev.praetor.worker;

import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.RunId;
import dev.praetor.engine.graph.Sha256;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.engine.run.RunIds;
import dev.praetor.engine.task.Placement;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.RegisteredVersion;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.RunOrigin;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoredWorker;
import dev.praetor.store.model.WorkerOffer;
import dev.praetor.store.model.WorkerRunner;
import dev.praetor.store.model.WorkerState;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.write.RegisteredRuns;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The worker keeps a process for each package that runs need. A process that ends when its input
 * ends, as a runner does, stands for it.
 */
class WorkerTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final WorkerSettings SETTINGS =
      WorkerSettings.DEFAULT.withGrace(Duration.ofSeconds(1));

  /** A started process, and the package for which it was started. */
  private record Started(String code, boolean isolated, Process process) {}

  @TempDir private Path home;
  private RunStore store;
  private final List<Started> started = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() {
    store = RunStore.open(new StoreLocation.Home(home));
  }

  @AfterEach
  void close() {
    started.forEach(each -> each.process().destroyForcibly());
    store.close();
  }

  private RunnerStarter starter(String... command) {
    return order -> {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      started.add(new Started(order.code(), order.isolated(), process));
      return process;
    };
  }

  private Worker worker(WorkerSettings settings, String... command) {
    return new Worker(
        WorkerIdentity.of("here", WorkerOffer.ofSlots(100), "test"),
        new StoreLink(store),
        settings,
        starter(command),
        _ -> {},
        InstantSource.system());
  }

  private RegisteredVersion registered(String name) throws IOException {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    PackageFile file = new PackageFile(name + ".jar", Sha256.of(name), bytes.length);
    FlowPackage contents = new FlowPackage(FlowPackage.Kind.JARS, 25, List.of(file));
    store.packageFiles().put(file, new ByteArrayInputStream(bytes));
    Registration registration =
        new Registration(Registration.DEFAULT_PROJECT, Map.of(name, flow(name).spec()), contents);
    return store.registeredFlows().register(registration, "ann").getFirst().now();
  }

  private static Flow<Integer> flow(String name) {
    Flow<Integer> flow = Flow.define(name, _ -> value(1));
    return name.startsWith("isolated") ? flow.isolated() : flow;
  }

  private RunId run(RegisteredVersion version, Instant due) {
    Instant now = Instant.now();
    RegisteredRuns.NewRun run =
        new RegisteredRuns.NewRun(
            RunIds.at(now),
            version,
            flow(version.flow()).spec(),
            version.flow(),
            Map.of(),
            new RunOrigin("", "ann"),
            now,
            due);
    Placement placement = Placement.ANYWHERE.withIsolated(version.flow().startsWith("isolated"));
    var _ = store.registeredRuns().admit(run, RunEntry.PLAIN.withPlacement(placement));
    return run.id();
  }

  private void end(RunId run) {
    var _ = store.order(run, new RunOrder.Cancel("not needed", "ann"));
  }

  private long alive() {
    return started.stream().filter(each -> each.process().isAlive()).count();
  }

  @Test
  void a_package_that_runs_need_has_one_runner() throws Exception {
    RegisteredVersion one = registered("one");
    RegisteredVersion two = registered("two");
    var _ = run(one, Instant.now());
    var _ = run(one, Instant.now());
    try (Worker _ = worker(SETTINGS, "cat")) {
      await().atMost(PATIENCE).until(() -> started.size() == 1);
      var _ = run(two, Instant.now());
      await().atMost(PATIENCE).until(() -> started.size() == 2);
      assertThat(started)
          .extracting(Started::code)
          .containsExactly(one.code().sha256(), two.code().sha256());
      assertThat(alive()).isEqualTo(2);
    }
    assertThat(alive()).isZero();
  }

  @Test
  void each_isolated_run_has_a_runner_of_its_own_as_far_as_there_is_room() throws Exception {
    RegisteredVersion isolated = registered("isolated");
    List<RunId> runs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      runs.add(run(isolated, Instant.now()));
    }
    try (Worker _ = worker(SETTINGS.withRunners(2).withIdle(Duration.ofMillis(100)), "cat")) {
      await().atMost(PATIENCE).until(() -> started.size() == 2);
      assertThat(started).allMatch(Started::isolated);
      runs.forEach(this::end);
      await().atMost(PATIENCE).until(() -> alive() == 0);
      assertThat(started).hasSize(2);
    }
  }

  @Test
  void no_runner_starts_before_a_run_is_due() throws Exception {
    var _ = run(registered("later"), Instant.now().plus(Duration.ofDays(1)));
    var _ = run(registered("soon"), Instant.now().plusMillis(300));
    try (Worker _ = worker(SETTINGS, "cat")) {
      await().atMost(PATIENCE).until(() -> !started.isEmpty());
      assertThat(started).hasSize(1);
    }
  }

  @Test
  void a_runner_that_dies_while_runs_need_it_is_started_again() throws Exception {
    var _ = run(registered("one"), Instant.now());
    try (Worker _ = worker(SETTINGS, "cat")) {
      await().atMost(PATIENCE).until(() -> started.size() == 1);
      Process first = started.getFirst().process();
      String worker = recorded().id();
      store.workers().addRunner("a-process", worker, first.pid());
      first.destroyForcibly();
      await().atMost(PATIENCE).until(() -> started.size() == 2);
      assertThat(store.workers().death("a-process").orElseThrow())
          .startsWith("it was killed by signal 9");
      assertThat(alive()).isEqualTo(1);
    }
  }

  @Test
  void a_runner_that_gives_no_sign_of_life_is_killed_and_started_again() throws Exception {
    var _ = run(registered("one"), Instant.now());
    WorkerSettings settings = SETTINGS.withSilence(Duration.ofMillis(200));
    String answers = "while read -r line; do printf '\\006\\n'; done";
    try (Worker _ = worker(settings, "bash", "-c", answers)) {
      await().atMost(PATIENCE).until(() -> started.size() == 1);
      Process first = started.getFirst().process();
      store.workers().addRunner("a-process", recorded().id(), first.pid());
      assertThat(new ProcessBuilder("kill", "-STOP", "" + first.pid()).start().waitFor()).isZero();
      await().atMost(PATIENCE).until(() -> started.size() == 2);
      assertThat(store.workers().death("a-process").orElseThrow())
          .contains("it gave no sign of life");
      assertThat(first.isAlive()).isFalse();
    }
  }

  @Test
  void only_a_process_that_has_answered_before_and_owes_an_answer_is_silent() throws Exception {
    ByteArrayOutputStream asked = new ByteArrayOutputStream();
    Pulse pulse = new Pulse();
    long second = Duration.ofSeconds(1).toNanos();
    assertThat(pulse.ask(asked, second)).isZero();
    assertThat(pulse.ask(asked, 100 * second)).as("it never answered").isZero();
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    Pulse.answer(new ByteArrayInputStream(asked.toByteArray()), answer, () -> false);
    String line = answer.toString(StandardCharsets.UTF_8).strip();
    assertThat(pulse.read("printed" + line)).contains("printed");
    assertThat(pulse.read(line)).isEmpty();
    assertThat(pulse.ask(asked, 101 * second)).isZero();
    assertThat(pulse.ask(asked, 103 * second)).isEqualTo(Duration.ofSeconds(2));
    assertThat(pulse.ask(asked, 1_000 * second)).as("it stood still").hasSeconds(12);
    assertThat(asked.size()).isEqualTo(2);
  }

  @Test
  void a_runner_that_cannot_start_is_tried_again_ever_more_rarely() throws Exception {
    var _ = run(registered("broken"), Instant.now());
    try (Worker _ = worker(SETTINGS, "false")) {
      await().atMost(PATIENCE).until(() -> started.size() == 3);
    }
    assertThat(Backoff.first().next().next().length()).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void a_runner_that_nothing_needs_ends_after_a_while() throws Exception {
    RunId run = run(registered("one"), Instant.now());
    try (Worker _ = worker(SETTINGS.withIdle(Duration.ofMillis(100)), "cat")) {
      await().atMost(PATIENCE).until(() -> started.size() == 1);
      end(run);
      assertThat(started.getFirst().process().onExit())
          .succeedsWithin(PATIENCE)
          .extracting(Process::exitValue)
          .isEqualTo(0);
      assertThat(started).hasSize(1);
    }
  }

  @Test
  void a_runner_that_retires_is_replaced_at_once_and_ends_in_its_own_time() throws Exception {
    var _ = run(registered("one"), Instant.now());
    Path over = home.resolve("over");
    String retires =
        "while read -r line; do printf '\\025\\n'; [ -e '%s' ] && exit; done".formatted(over);
    try (Worker _ = worker(SETTINGS.withRunners(1), "bash", "-c", retires)) {
      await().atMost(PATIENCE).until(() -> started.size() == 2);
      assertThat(started.getFirst().process().isAlive()).isTrue();
      assertThat(started.getLast().code()).isEqualTo(started.getFirst().code());
      await().atMost(PATIENCE).until(() -> log().contains("takes no more runs"));
      Files.createFile(over);
      Process first = started.getFirst().process();
      await().atMost(PATIENCE).until(() -> !first.isAlive());
      await().atMost(PATIENCE).until(() -> log().contains("runner " + first.pid() + " has ended"));
      assertThat(log()).doesNotContain("died");
    }
  }

  private String log() {
    return String.join("\n", recorded().report().log());
  }

  @Test
  void a_runner_retires_once_when_abandoned_code_goes_on_longer_than_its_patience() {
    AtomicReference<Duration> abandoned = new AtomicReference<>(Duration.ZERO);
    AtomicInteger begun = new AtomicInteger();
    Retirement retirement =
        new Retirement(abandoned::get, Duration.ofSeconds(30), begun::incrementAndGet);
    assertThat(retirement.check()).isFalse();
    abandoned.set(Duration.ofSeconds(30));
    assertThat(retirement.check()).as("it may still end").isFalse();
    abandoned.set(Duration.ofSeconds(31));
    assertThat(retirement.check()).isTrue();
    abandoned.set(Duration.ZERO);
    assertThat(retirement.check()).as("it does not come back").isTrue();
    assertThat(begun).hasValue(1);
  }

  @Test
  void an_idle_runner_makes_room_for_another_package() throws Exception {
    RunId first = run(registered("one"), Instant.now());
    try (Worker _ = worker(SETTINGS.withRunners(1), "cat")) {
      await().atMost(PATIENCE).until(() -> started.size() == 1);
      RegisteredVersion other = registered("two");
      var _ = run(other, Instant.now());
      end(first);
      await().atMost(PATIENCE).until(() -> started.size() == 2);
      assertThat(started.getLast().code()).isEqualTo(other.code().sha256());
    }
  }

  private StoredWorker recorded() {
    return store.queries().workers(PageRequest.all()).nodes().getFirst();
  }

  @Test
  void a_worker_is_recorded_with_its_runners_and_its_log_until_it_has_ended() throws Exception {
    RegisteredVersion one = registered("one");
    var _ = run(one, Instant.now());
    try (Worker _ = worker(SETTINGS.withSecrets(List.of("s3cret-key")), "cat")) {
      await()
          .atMost(PATIENCE)
          .until(() ->
              store.queries().countWorkers(Condition.ALWAYS).n() == 1
                  && !recorded().report().runners().isEmpty());
      StoredWorker worker = recorded();
      assertThat(worker.name()).isEqualTo("here");
      assertThat(worker.state()).isEqualTo(WorkerState.RUNNING);
      assertThat(worker.place().pid()).isEqualTo(ProcessHandle.current().pid());
      WorkerRunner runner = worker.report().runners().getFirst();
      assertThat(runner.code()).isEqualTo(one.code().sha256());
      assertThat(runner.pid()).isEqualTo(started.getFirst().process().pid());
      await()
          .atMost(PATIENCE)
          .until(() ->
              recorded().report().log().stream().anyMatch(line -> line.contains("has started")));
    }
    assertThat(recorded().state()).isEqualTo(WorkerState.ENDED);
    assertThat(recorded().report().runners()).isEmpty();
  }

  @Test
  void a_worker_that_is_told_to_drain_says_so_and_starts_nothing_more() throws Exception {
    try (Worker worker = worker(SETTINGS, "cat")) {
      await().atMost(PATIENCE).until(() -> store.queries().countWorkers(Condition.ALWAYS).n() == 1);
      store.workers().drain(recorded().id(), "ann");
      worker.drained().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      var _ = run(registered("one"), Instant.now());
    }
    assertThat(started).isEmpty();
    assertThat(recorded().state()).isEqualTo(WorkerState.ENDED);
  }

  @Test
  void a_worker_that_was_taken_for_dead_introduces_itself_again() throws Exception {
    try (Worker _ = worker(SETTINGS, "cat")) {
      await().atMost(PATIENCE).until(() -> store.queries().countWorkers(Condition.ALWAYS).n() == 1);
      store.workers().end(recorded().id());
      await().atMost(PATIENCE).until(() -> recorded().state() == WorkerState.RUNNING);
      var _ = run(registered("one"), Instant.now());
      await().atMost(PATIENCE).until(() -> !started.isEmpty());
    }
  }

  @Test
  void the_log_of_a_worker_is_bounded_and_contains_no_keys() {
    WorkerLog log = new WorkerLog(List.of("", "s3cret-key"), InstantSource.system());
    log.warn("the key is s3cret-key\nand more");
    assertThat(log.lastLines().getFirst()).endsWith("WARN the key is ***");
    for (int i = 0; i < 100; i++) {
      log.info("x".repeat(1_000));
    }
    assertThat(log.lastLines()).hasSize(50).allMatch(line -> line.length() == 500);
  }

  @Test
  void the_end_of_a_process_is_told_in_words() {
    assertThat(ExitText.of(137, "")).contains("killed by signal 9");
    assertThat(ExitText.of(143, "")).isEqualTo("it was ended by signal 15");
    assertThat(ExitText.of(3, "Terminating due to java.lang.OutOfMemoryError: Java heap space"))
        .isEqualTo("it ran out of memory");
    assertThat(ExitText.of(3, "")).isEqualTo("it ended with exit status 3");
    assertThat(ExitText.of(1, "")).isEqualTo("it ended with exit status 1");
  }

  @Test
  void a_worker_with_many_signals_looks_at_most_twenty_times_a_second() {
    CountingLink link = new CountingLink(new StoreLink(store));
    WorkerIdentity self = WorkerIdentity.of("here", WorkerOffer.ofSlots(100), "test");
    long began = System.nanoTime();
    try (Worker _ =
        new Worker(self, link, SETTINGS, starter("cat"), _ -> {}, InstantSource.system())) {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> {
            link.change();
            return link.reports() >= 5;
          });
      long looks = link.reports();
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isGreaterThanOrEqualTo(Duration.ofMillis(50).multipliedBy(looks - 1));
    }
  }
}
