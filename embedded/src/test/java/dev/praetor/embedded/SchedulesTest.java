package dev.praetor.embedded;

import static dev.praetor.Praetor.every;
import static dev.praetor.Praetor.value;
import static dev.praetor.Praetor.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.Praetor;
import dev.praetor.Schedule;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.TaskContext;
import dev.praetor.schedule.CatchUp;
import dev.praetor.schedule.Overlap;
import dev.praetor.store.model.FlowSchedule;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.WaitReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of schedules of served flows, on each database. */
@ParameterizedClass
@EnumSource
@Tag("database")
@Execution(ExecutionMode.CONCURRENT)
class SchedulesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration OFTEN = Duration.ofMillis(200);

  private final Home home;
  private final Semaphore gate = new Semaphore(0);

  SchedulesTest(Places place) {
    home = place.fresh();
  }

  private static Flow<String> report(Schedule schedule) {
    var write = Task.of("write", String.class, (String office) -> "report of " + office);
    return Flow.define("report", flow -> write.call(flow.parameter("office", String.class)))
        .scheduled(schedule);
  }

  private static Schedule often() {
    return Schedule.of(every(OFTEN).with("office", "DC"));
  }

  private Flow<Integer> held(Overlap rule) {
    var hold =
        Task.of(
            "hold",
            Integer.class,
            (Integer n) -> {
              gate.acquire();
              return n;
            });
    return Flow.define("held", flow -> hold.call(value(1)))
        .scheduled(Schedule.of(every(Duration.ofSeconds(1))).withOverlap(rule));
  }

  /** Returns the recorded runs, in the order in which they were due. */
  private static List<StoredRun> runs(PraetorEngine praetor) {
    return praetor.history().list(RunFilter.all().withLimit(1_000)).stream()
        .sorted(Comparator.comparing((StoredRun run) -> run.times().scheduled()))
        .toList();
  }

  private static List<StoredRun> awaitRuns(PraetorEngine praetor, int atLeast) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> runs(praetor),
            runs -> runs.stream().filter(run -> run.state().isFinished()).count() >= atLeast);
  }

  private static List<Instant> due(List<StoredRun> runs) {
    return runs.stream().map(run -> run.times().scheduled()).toList();
  }

  /** Asserts that there is one run for each instant between the first and the last. */
  private static void assertWithoutGaps(List<Instant> due) {
    assertThat(due)
        .isEqualTo(
            IntStream.range(0, due.size())
                .mapToObj(i -> due.getFirst().plus(OFTEN.multipliedBy(i)))
                .toList());
  }

  @Test
  void a_served_flow_runs_at_the_times_of_its_schedule() {
    Flow<String> report = report(often());
    try (PraetorEngine praetor = Praetor.open(home)) {
      Instant begun = Instant.now();
      praetor.serve(report);
      List<StoredRun> runs = awaitRuns(praetor, 3);
      assertWithoutGaps(due(runs));
      assertThat(due(runs)).allMatch(each -> each.isAfter(begun));
      StoredRun run = runs.getFirst();
      assertThat(run.origin().user()).isEqualTo("schedule");
      assertThat(praetor.follow(run.id(), report).recorded().parameters()).contains("DC");
    }
  }

  @Test
  void a_started_flow_does_not_run_on_its_schedule_until_it_is_served() {
    Flow<String> report = report(often());
    try (PraetorEngine praetor = Praetor.open(home)) {
      praetor.run(report, with("office", "SF"));
      assertThat(praetor.schedules().list()).isEmpty();
      praetor.serveWith(report, with("office", "SF"));
      assertThat(awaitRuns(praetor, 2)).allMatch(run -> run.parameters().contains("SF"));
    }
  }

  @Test
  void several_engines_at_one_home_make_one_run_an_instant() {
    try (PraetorEngine one = Praetor.open(home);
        PraetorEngine other = Praetor.open(home)) {
      one.serve(report(often()));
      other.serve(report(often()));
      assertWithoutGaps(due(awaitRuns(one, 8)));
    }
  }

  @Test
  void times_that_were_missed_while_no_engine_was_open_are_made_up() {
    Schedule all = often().withCatchUp(CatchUp.all());
    try (PraetorEngine praetor = Praetor.open(home)) {
      praetor.serve(report(all));
      awaitRuns(praetor, 1);
    }
    Instant closed = Instant.now();
    await().atMost(PATIENCE).until(() -> Instant.now().isAfter(closed.plusSeconds(4)));
    try (PraetorEngine praetor = Praetor.open(home)) {
      praetor.serve(report(all));
      Instant opened = Instant.now();
      List<StoredRun> runs =
          await()
              .atMost(PATIENCE)
              .until(() -> runs(praetor), found -> due(found).getLast().isAfter(opened));
      assertWithoutGaps(due(runs));
    }
  }

  @Test
  void of_queued_runs_one_starts_when_the_one_before_has_ended() {
    try (PraetorEngine one = Praetor.open(home);
        PraetorEngine other = Praetor.open(home)) {
      one.serve(held(Overlap.QUEUE));
      other.serve(held(Overlap.QUEUE));
      List<StoredRun> runs =
          await().atMost(PATIENCE).until(() -> runs(one), found -> found.size() >= 3);
      assertThat(runs).filteredOn(run -> !run.isWaiting()).hasSize(1);
      assertThat(one.waiting(runs.get(1).id()))
          .contains(new WaitReason.Overlap(runs.getFirst().id()));
      gate.release();
      awaitRuns(other, 1);
      gate.release();
      assertThat(awaitRuns(other, 2).subList(0, 2))
          .allMatch(run -> run.state().type() == StateType.SUCCESS);
      gate.release(1_000);
    }
  }

  @Test
  void a_newer_run_cancels_the_old_one_and_starts_after_it() {
    try (PraetorEngine praetor = Praetor.open(home)) {
      praetor.serve(held(Overlap.CANCEL_OLD));
      List<StoredRun> runs = awaitRuns(praetor, 2);
      gate.release(1_000);
      assertThat(runs.getFirst().state()).isInstanceOf(State.Cancelled.class);
      assertThat(runs.getFirst().state().message()).contains("the next run of its schedule is due");
    }
  }

  @Test
  void a_run_is_skipped_while_an_earlier_one_is_in_progress() {
    try (PraetorEngine praetor = Praetor.open(home)) {
      praetor.serve(held(Overlap.SKIP));
      List<StoredRun> runs = awaitRuns(praetor, 2);
      gate.release(1_000);
      assertThat(runs.get(1).state()).isInstanceOf(State.Skipped.class);
      assertThat(runs.get(1).state().message()).contains(runs.getFirst().id().toString());
    }
  }

  @Test
  void every_process_obeys_a_pause_and_goes_on_from_the_resumption() {
    // @start region="pause"
    try (PraetorEngine praetor = Praetor.open(home)) {
      praetor.serve(report(often()));
      praetor.schedules().pause("report", "ann", "the source is being moved");
      FlowSchedule paused = praetor.schedules().find("report").orElseThrow();
      assertThat(paused.pause().orElseThrow().why()).isEqualTo("the source is being moved");
      // @end
      int before = runs(praetor).size();
      try (PraetorEngine other = Praetor.open(home)) {
        other.serve(report(often()));
        Instant now = Instant.now();
        await().atMost(PATIENCE).until(() -> Instant.now().isAfter(now.plusSeconds(1)));
        assertThat(runs(other)).hasSize(before);
        Instant resumed = Instant.now();
        assertThat(other.schedules().resume("report", "bob")).isTrue();
        List<StoredRun> later =
            await().atMost(PATIENCE).until(() -> runs(praetor), found -> found.size() > before + 3);
        assertThat(due(later).subList(before, later.size()))
            .allMatch(each -> each.isAfter(resumed))
            .doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void what_was_missed_during_a_pause_is_made_up_if_the_person_says_so() {
    try (PraetorEngine praetor = Praetor.open(home)) {
      praetor.serve(report(often().withCatchUp(CatchUp.all())));
      awaitRuns(praetor, 1);
      praetor.schedules().pause("report", "ann", "");
      Instant now = Instant.now();
      await().atMost(PATIENCE).until(() -> Instant.now().isAfter(now.plusSeconds(1)));
      praetor.schedules().resume("report", "ann", true);
      Instant resumed = Instant.now();
      List<StoredRun> runs =
          await()
              .atMost(PATIENCE)
              .until(() -> runs(praetor), found -> due(found).getLast().isAfter(resumed));
      assertWithoutGaps(due(runs));
    }
  }

  @Test
  void a_time_that_is_left_out_makes_no_run() {
    try (PraetorEngine praetor = Praetor.open(home)) {
      praetor.serve(report(often()));
      List<Instant> skipped = new ArrayList<>();
      skipped.add(
          praetor.schedules().find("report").orElseThrow().next(10, Instant.now()).get(9).at());
      praetor.schedules().skip("report", skipped.getFirst(), "ann", "a holiday");
      List<StoredRun> runs =
          await()
              .atMost(PATIENCE)
              .until(
                  () -> runs(praetor),
                  found -> !found.isEmpty() && due(found).getLast().isAfter(skipped.getFirst()));
      assertThat(due(runs)).doesNotContain(skipped.getFirst());
    }
  }

  @Test
  void a_run_knows_the_time_at_which_it_was_due() throws Exception {
    var say =
        Task.of(
            "say", String.class, (Integer _) -> TaskContext.current().scheduledTime().toString());
    Flow<String> flow =
        Flow.define("saying", f -> say.call(value(1))).scheduled(Schedule.of(every(OFTEN)));
    // @start region="serve"
    try (PraetorEngine praetor = Praetor.open(home)) {
      praetor.serve(flow);
      StoredRun run = awaitRuns(praetor, 1).getFirst();
      assertThat(praetor.follow(run.id(), flow).await().value())
          .isEqualTo(run.times().scheduled().toString());
    }
    // @end
  }
}
