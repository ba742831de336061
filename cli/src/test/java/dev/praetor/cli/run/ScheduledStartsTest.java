package dev.praetor.cli.run;

import static dev.praetor.Praetor.every;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.Occurrence;
import dev.praetor.Resource;
import dev.praetor.RunId;
import dev.praetor.Schedule;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.engine.Timekeeper;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.schedule.Overlap;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoredRun;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The overlap rules of schedules, with runs that hold until they are let go. */
class ScheduledStartsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Instant NOON = Instant.parse("2026-03-06T12:00:00Z");

  private final Semaphore gate = new Semaphore(0);
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger cleaned = new AtomicInteger();
  private final StringWriter messages = new StringWriter();
  @TempDir private Path home;
  private StoreSession history;
  private RunStore store;

  @BeforeEach
  void open() {
    history = open(home);
    store = history.store().orElseThrow();
  }

  private static StoreSession open(Path home) {
    return StoreSession.in(
        CommandLine.populateCommand(new StoreArguments(), "--home", home.toString()));
  }

  @AfterEach
  void close() {
    history.close();
  }

  private int hold(int x) throws InterruptedException {
    begun.incrementAndGet();
    gate.acquire();
    return x;
  }

  private Flow<Integer> flow(Overlap rule) {
    Resource<Integer> resource = Resource.of("thing", () -> 1, _ -> cleaned.incrementAndGet());
    return Flow.define("held", f -> f.using(resource, thing -> Task.of(this::hold).call(thing)))
        .scheduled(Schedule.of(every(Duration.ofSeconds(5))).withOverlap(rule));
  }

  private ScheduledStarts starts(Overlap rule, StoreSession where) {
    Flow<Integer> flow = flow(rule);
    ScheduledRun.Factory runs =
        new ScheduledRun.Factory(
            () -> where.kept(LocalRun.of(flow), flow, "Held"), List.of(), Timekeeper.system());
    PrintWriter out = new PrintWriter(messages, true);
    ScheduledStarts starts =
        new ScheduledStarts(flow, flow.schedule().orElseThrow(), runs, where, out, out);
    starts.begin();
    return starts;
  }

  private static Occurrence due(int second) {
    return new Occurrence(NOON.plusSeconds(second), ZoneOffset.UTC, Map.of());
  }

  private void awaitBegun(int runs) {
    await().atMost(PATIENCE).until(() -> begun.get() == runs);
  }

  /** Returns the states of the recorded runs, in the order of their due times. */
  private List<StateType> states() {
    return runs().stream().map(run -> run.state().type()).toList();
  }

  private List<StoredRun> runs() {
    return store.list(RunFilter.all()).stream()
        .sorted(Comparator.comparing(run -> run.times().scheduled()))
        .toList();
  }

  @Test
  void allowed_runs_overlap() throws InterruptedException {
    ScheduledStarts starts = starts(Overlap.ALLOW, history);
    starts.add(due(0));
    starts.add(due(5));
    awaitBegun(2);
    gate.release(2);
    starts.finish();
    assertThat(states()).containsExactly(StateType.SUCCESS, StateType.SUCCESS);
  }

  @Test
  void a_skipped_run_is_kept_with_the_run_that_was_in_its_way() throws InterruptedException {
    ScheduledStarts starts = starts(Overlap.SKIP, history);
    starts.add(due(0));
    awaitBegun(1);
    starts.add(due(5));
    await().atMost(PATIENCE).until(() -> states().contains(StateType.SKIPPED));
    gate.release();
    starts.finish();
    assertThat(states()).containsExactly(StateType.SUCCESS, StateType.SKIPPED);
    RunId first = runs().getFirst().id();
    assertThat(runs().getLast().state().message())
        .isEqualTo("run " + first + " of the schedule was still in progress");
    assertThat(messages.toString()).contains("is skipped: run " + first);
  }

  @Test
  void queued_runs_start_one_after_the_other() throws InterruptedException {
    ScheduledStarts starts = starts(Overlap.QUEUE, history);
    for (int i = 0; i < 3; i++) {
      starts.add(due(5 * i));
    }
    for (int i = 1; i <= 3; i++) {
      awaitBegun(i);
      assertThat(states()).filteredOn(StateType.SUCCESS::equals).hasSize(i - 1);
      gate.release();
    }
    starts.finish();
    assertThat(states()).hasSize(3).containsOnly(StateType.SUCCESS);
  }

  @Test
  void the_newest_run_cancels_the_old_one_and_starts_after_its_clean_up()
      throws InterruptedException {
    ScheduledStarts starts = starts(Overlap.CANCEL_OLD, history);
    starts.add(due(0));
    awaitBegun(1);
    starts.add(due(5));
    awaitBegun(2);
    assertThat(cleaned).hasValue(1);
    gate.release();
    starts.finish();
    assertThat(states()).containsExactly(StateType.CANCELLED, StateType.SUCCESS);
  }

  @Test
  void the_rules_hold_between_processes_and_each_instant_has_one_run() throws InterruptedException {
    try (StoreSession other = open(home)) {
      ScheduledStarts here = starts(Overlap.CANCEL_OLD, history);
      ScheduledStarts there = starts(Overlap.CANCEL_OLD, other);
      here.add(due(0));
      awaitBegun(1);
      there.add(due(0));
      there.add(due(5));
      awaitBegun(2);
      here.add(due(5));
      here.finish();
      gate.release();
      there.finish();
      assertThat(states()).containsExactly(StateType.CANCELLED, StateType.SUCCESS);
      assertThat(messages.toString()).doesNotContain("skipped");
    }
  }

  @Test
  void without_a_history_the_rules_hold_as_well() throws InterruptedException {
    try (StoreSession none = StoreSession.none()) {
      ScheduledStarts starts = starts(Overlap.QUEUE, none);
      starts.add(due(0));
      starts.add(due(5));
      awaitBegun(1);
      gate.release();
      awaitBegun(2);
      gate.release();
      starts.finish();
    }
    assertThat(cleaned).hasValue(2);
  }

  @Test
  void told_to_stop_it_starts_nothing_more_and_cancels_with_clean_up() throws InterruptedException {
    ScheduledStarts starts = starts(Overlap.QUEUE, history);
    starts.add(due(0));
    starts.add(due(5));
    awaitBegun(1);
    starts.stop("cancelled by SIGTERM");
    starts.add(due(10));
    starts.finish();
    assertThat(begun).hasValue(1);
    assertThat(cleaned).hasValue(1);
    assertThat(states()).containsExactly(StateType.CANCELLED);
  }
}
