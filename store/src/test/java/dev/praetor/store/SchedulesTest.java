package dev.praetor.store;

import static dev.praetor.Praetor.every;
import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.Occurrence;
import dev.praetor.RunId;
import dev.praetor.Schedule;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.restart.RestartPlan;
import dev.praetor.engine.run.RunRequest;
import dev.praetor.schedule.CatchUp;
import dev.praetor.schedule.Overlap;
import dev.praetor.store.model.Admission;
import dev.praetor.store.model.DueRun;
import dev.praetor.store.model.EventKind;
import dev.praetor.store.model.FlowSchedule;
import dev.praetor.store.model.GivenOrder;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.WaitReason;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.EventField;
import dev.praetor.store.query.row.EventRow;
import dev.praetor.store.schedule.ServedSchedules;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of schedules that several processes serve, on each database. */
@ParameterizedClass
@EnumSource
class SchedulesTest extends StoreTest {
  private static final Instant NOON = Instant.parse("2026-03-06T12:00:00Z");
  private static final Schedule EACH_MINUTE = Schedule.of(every(Duration.ofMinutes(1)));

  private final Flow<Integer> flow = holding(unique());

  SchedulesTest(Databases databases) {
    super(databases);
  }

  /** A run that a process wants to make. */
  private record Due(LocalRun<Integer> local, RunRequest request, Admission answer) {
    RunId id() {
      return request.id();
    }

    FlowRun<Integer> start() {
      return local.start(request);
    }
  }

  private Due enter(RunStore process, Flow<Integer> which, Occurrence at, Overlap rule) {
    return enter(process, which, new DueRun(at, rule, true));
  }

  private Due enter(RunStore process, Flow<Integer> which, DueRun due) {
    LocalRun<Integer> local = local(process, which).scheduledAt(due.occurrence().at());
    RunRequest request = local.plan();
    Admission answer =
        process.journal(which, Flows.ORIGIN).admitDue(request.start(), RunEntry.PLAIN, due, true);
    return new Due(local, request, answer);
  }

  private Due enter(Overlap rule, int second) {
    return enter(store, flow, at(NOON.plusSeconds(second)), rule);
  }

  private static Occurrence at(Instant instant) {
    return at(instant, Map.of());
  }

  private static Occurrence at(Instant instant, Map<String, Object> parameters) {
    return new Occurrence(instant, ZoneOffset.UTC, parameters);
  }

  private StoredRun recorded(Due due) {
    return store.find(due.id()).orElseThrow();
  }

  private void serve(Schedule schedule) {
    store.servedSchedules().add(Map.of(flow.name(), Optional.of(schedule)));
  }

  private Instant place() {
    return store.servedSchedules().place(flow.name());
  }

  @Test
  void each_clock_of_a_flow_makes_one_run_an_instant() {
    Due first = enter(Overlap.ALLOW, 0);
    assertThat(first.answer()).isEqualTo(new Admission.Starts());
    assertThat(recorded(first).times().scheduled()).isEqualTo(NOON);
    assertThat(recorded(first).origin().user()).isEqualTo("schedule");
    assertThat(enter(Overlap.ALLOW, 0).answer()).isEqualTo(new Admission.Repeated(first.id()));
    assertThat(enter(Overlap.ALLOW, 1).answer()).isEqualTo(new Admission.Starts());
    assertThat(enter(store, holding(unique()), at(NOON), Overlap.ALLOW).answer())
        .isEqualTo(new Admission.Starts());

    Map<String, Object> parameters = new LinkedHashMap<>(Map.of("office", "DC"));
    parameters.put("n", 1);
    Map<String, Object> same = new LinkedHashMap<>(Map.of("n", 1));
    same.put("office", "DC");
    Due other = enter(store, flow, at(NOON, parameters), Overlap.ALLOW);
    assertThat(other.answer()).isEqualTo(new Admission.Starts());
    assertThat(enter(store, flow, at(NOON, same), Overlap.ALLOW).answer())
        .isEqualTo(new Admission.Repeated(other.id()));
  }

  @Test
  void of_several_processes_one_makes_each_run() throws Exception {
    List<Callable<Integer>> processes = new ArrayList<>();
    List<RunStore> stores = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      RunStore other = RunStore.open(database, StoreOptions.defaults());
      stores.add(other);
      processes.add(() -> {
        int made = 0;
        for (int n = 0; n < 25; n++) {
          Due due = enter(other, flow, at(NOON.plusSeconds(n)), Overlap.ALLOW);
          made += due.answer() instanceof Admission.Starts ? 1 : 0;
        }
        return made;
      });
    }
    int all = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> made : threads.invokeAll(processes)) {
        all += made.get();
      }
    }
    stores.forEach(RunStore::close);
    assertThat(all).isEqualTo(25);
  }

  @Test
  void a_skipped_run_is_recorded_with_the_run_of_any_process_that_was_in_its_way() {
    try (RunStore other = RunStore.open(database, StoreOptions.defaults())) {
      Due first = enter(other, flow, at(NOON), Overlap.SKIP);
      Due second = enter(Overlap.SKIP, 5);
      assertThat(second.answer()).isInstanceOf(Admission.Skips.class);
      State state = recorded(second).state();
      assertThat(state).isInstanceOf(State.Skipped.class);
      assertThat(state.message())
          .isEqualTo("run " + first.id() + " of the schedule was still in progress");
      assertThat(recorded(second).times().ended()).isPresent();
      assertThat(recorded(second).isLost()).isFalse();
      assertThat(enter(other, flow, at(NOON.plusSeconds(5)), Overlap.SKIP).answer())
          .isEqualTo(new Admission.Repeated(second.id()));
    }
  }

  @Test
  void queued_runs_start_one_after_the_other_in_any_process() throws Exception {
    Due first = enter(Overlap.QUEUE, 0);
    Due second = enter(Overlap.QUEUE, 5);
    Due third = enter(Overlap.QUEUE, 10);
    assertThat(recorded(second).state().type()).isEqualTo(StateType.QUEUED);
    store.servedFlows().add(List.of(flow), 10);
    assertThat(store.waiting().reasons(second.id()))
        .containsExactly(new WaitReason.Overlap(first.id()));
    assertThat(store.waiting().reasons(third.id()))
        .containsExactly(new WaitReason.Overlap(first.id()));
    try (RunStore other = RunStore.open(database, StoreOptions.defaults())) {
      assertThat(other.queue().claim(Set.of(flow.name()), 10).runs()).isEmpty();
      gate.countDown();
      first.start().await();
      assertThat(store.waiting().reasons(second.id())).isEmpty();
      assertThat(other.queue().claim(Set.of(flow.name()), 10).runs())
          .singleElement()
          .satisfies(claimed -> assertThat(claimed.id()).isEqualTo(second.id()));
      assertThat(store.queue().claim(Set.of(flow.name()), 10).runs()).isEmpty();
      assertThat(store.waiting().reasons(third.id()))
          .containsExactly(new WaitReason.Overlap(second.id()));
    }
  }

  @Test
  void a_queued_run_that_waits_for_another_does_not_hold_back_runs_without_a_turn() {
    Due _ = enter(Overlap.QUEUE, 0);
    Due _ = enter(Overlap.QUEUE, 5);
    LocalRun<Integer> local = local(store, flow);
    RunRequest request = local.plan();
    Admission answer =
        store
            .journal(flow, Flows.ORIGIN)
            .admit(request.start(), RunEntry.PLAIN, false, Optional.empty());
    assertThat(answer).isInstanceOf(Admission.Waits.class);
    assertThat(store.queue().claim(Set.of(flow.name()), 10).runs())
        .singleElement()
        .satisfies(claimed -> assertThat(claimed.id()).isEqualTo(request.id()));
  }

  @Test
  void the_newest_run_cancels_those_in_progress_and_takes_the_place_of_those_that_wait() {
    Due first = enter(Overlap.CANCEL_OLD, 0);
    Due second = enter(Overlap.CANCEL_OLD, 5);
    assertThat(store.orders(first.id()))
        .extracting(GivenOrder::order)
        .containsExactly(new RunOrder.Cancel("", "the next run of its schedule is due"));
    assertThat(store.waiting().reasons(second.id())).contains(new WaitReason.Overlap(first.id()));
    Due third = enter(Overlap.CANCEL_OLD, 10);
    assertThat(recorded(second).state()).isInstanceOf(State.Skipped.class);
    assertThat(store.orders(first.id())).hasSize(1);
    assertThat(store.waiting().reasons(third.id())).contains(new WaitReason.Overlap(first.id()));
  }

  @Test
  void a_run_that_nobody_can_resume_leaves_its_schedule() {
    Due first = enter(Overlap.QUEUE, 0);
    Due second = enter(Overlap.QUEUE, 5);
    store.queue().leaveSchedule(first.id());
    assertThat(store.queue().claim(Set.of(flow.name()), 10).runs())
        .singleElement()
        .satisfies(claimed -> assertThat(claimed.id()).isEqualTo(second.id()));
  }

  private static ServedSchedules.Missed missed(Flow<?> flow, Instant until) {
    return new ServedSchedules.Missed(flow.name(), 3, NOON.minusSeconds(600), until);
  }

  @Test
  void the_place_of_a_schedule_goes_on_with_the_last_run_of_an_instant_and_never_back() {
    enter(store, flow, new DueRun(at(NOON), Overlap.ALLOW, false));
    assertThat(place()).isEqualTo(NOON.minus(1, ChronoUnit.MICROS));
    enter(store, flow, new DueRun(at(NOON, Map.of("n", 2)), Overlap.ALLOW, true));
    assertThat(place()).isEqualTo(NOON);
    enter(Overlap.ALLOW, -60);
    assertThat(place()).isEqualTo(NOON);
    store.servedSchedules().passedOver(missed(flow, NOON.minusSeconds(60)));
    assertThat(place()).isEqualTo(NOON);
    store.servedSchedules().passedOver(missed(flow, NOON.plusSeconds(60)));
    reopen();
    assertThat(place()).isEqualTo(NOON.plusSeconds(60));
    List<EventRow> events =
        store
            .queries()
            .events(PageRequest.where(Condition.is(EventField.SCHEDULE_ID, flow.name())))
            .nodes();
    assertThat(events).hasSize(1); // The first time, the place did not go on.
    assertThat(events.getFirst().kind()).isEqualTo(EventKind.OCCURRENCES_PASSED_OVER);
    assertThat(events.getFirst().text())
        .isEqualTo(
            "3 times of schedule '%s' since %s were missed and are passed over"
                .formatted(flow.name(), NOON.minusSeconds(600)));
    assertThat(events.getFirst().data()).contains("\"count\":3");
  }

  @Test
  void a_schedule_goes_on_from_its_place_and_from_now_if_its_times_have_changed() {
    Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS);
    serve(EACH_MINUTE);
    Instant begun = place();
    assertThat(begun).isAfterOrEqualTo(before);
    reopen();
    serve(EACH_MINUTE.withCatchUp(CatchUp.all()).withOverlap(Overlap.SKIP));
    assertThat(place()).isEqualTo(begun);
    serve(Schedule.of(every(Duration.ofMinutes(2))));
    assertThat(place()).isAfter(begun);
  }

  @Test
  void a_paused_schedule_makes_no_run_and_keeps_its_place() {
    serve(EACH_MINUTE);
    Instant begun = place();
    Occurrence next = at(begun.plusSeconds(60));
    store.schedules().pause(flow.name(), "ann", "the source is down");
    assertThat(enter(store, flow, next, Overlap.ALLOW).answer()).isEqualTo(new Admission.Paused());
    assertThat(place()).isEqualTo(begun);
    assertThat(store.servedSchedules().paused()).contains(flow.name());
    FlowSchedule shown = store.schedules().find(flow.name()).orElseThrow();
    assertThat(shown.pause().orElseThrow().by()).isEqualTo("ann");
    assertThat(shown.pause().orElseThrow().why()).isEqualTo("the source is down");
    assertThat(shown.next(1, begun)).isEmpty();
    assertThat(store.schedules().list()).contains(shown);

    assertThat(store.schedules().resume(flow.name(), "bob", true)).isTrue();
    assertThat(place()).isEqualTo(begun);
    assertThat(enter(store, flow, next, Overlap.ALLOW).answer())
        .isInstanceOf(Admission.Waits.class);
    assertThat(store.schedules().resume(flow.name(), "bob")).isFalse();
  }

  @Test
  void a_resumed_schedule_goes_on_from_now() {
    serve(EACH_MINUTE);
    Instant begun = place();
    store.schedules().pause(flow.name(), "ann", "");
    assertThat(store.schedules().resume(flow.name(), "ann")).isTrue();
    assertThat(place()).isAfter(begun);
  }

  @Test
  void an_instant_that_is_left_out_makes_no_run_until_that_is_taken_back() {
    serve(EACH_MINUTE);
    List<Occurrence> next = EACH_MINUTE.next(3);
    Instant second = next.get(1).at();
    store.schedules().skip(flow.name(), second, "ann", "a holiday");
    FlowSchedule shown = store.schedules().find(flow.name()).orElseThrow();
    assertThat(shown.skipped())
        .singleElement()
        .satisfies(each -> {
          assertThat(each.instant()).isEqualTo(second);
          assertThat(each.by()).isEqualTo("ann");
          assertThat(each.why()).isEqualTo("a holiday");
        });
    assertThat(shown.next(2, next.getFirst().at().minusMillis(1)))
        .containsExactly(next.get(0), next.get(2));
    assertThat(enter(store, flow, next.get(1), Overlap.ALLOW).answer())
        .isEqualTo(new Admission.LeftOut());
    assertThat(place()).as("the instant is handled").isEqualTo(second);

    assertThat(store.schedules().unskip(flow.name(), second)).isTrue();
    assertThat(store.schedules().unskip(flow.name(), second)).isFalse();
    assertThat(enter(store, flow, next.get(1), Overlap.ALLOW).answer())
        .isInstanceOf(Admission.Waits.class);
  }

  @Test
  void only_times_to_come_of_a_schedule_can_be_left_out() {
    serve(EACH_MINUTE);
    Instant next = EACH_MINUTE.next(1).getFirst().at();
    assertThatThrownBy(() -> store.schedules().skip(flow.name(), next.plusSeconds(1), "ann", "why"))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("is no time of the schedule");
    assertThatThrownBy(
            () -> store.schedules().skip(flow.name(), next.minusSeconds(120), "ann", "why"))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("has passed");
    assertThatThrownBy(() -> store.schedules().pause(unique(), "ann", "why"))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("no process has served");
  }

  @Test
  void a_retry_of_a_run_keeps_its_turn() throws Exception {
    Due first = enter(Overlap.SKIP, 0);
    gate.countDown();
    first.start().await();
    CountDownLatch again = new CountDownLatch(1);
    var hold =
        Task.of(
            "hold",
            Integer.class,
            (Integer x) -> {
              again.await();
              return x;
            });
    Flow<Integer> held = Flow.define(flow.name(), f -> hold.call(value(1)));
    LocalRun<Integer> retry =
        local(store, held)
            .restarting(
                store.recorded(first.id(), held),
                RestartPlan.of(
                    held.definition().graph(),
                    store.recorded(first.id(), held),
                    new RestartPlan.From.All(),
                    RestartPlan.Changes.NONE));
    FlowRun<Integer> run = retry.start();
    awaitThere(run.id());
    assertThat(enter(Overlap.SKIP, 5).answer()).isInstanceOf(Admission.Skips.class);
    again.countDown();
    run.await();
  }
}
