package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.Occurrence;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.engine.run.RunIds;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.schedule.Take;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of taken instants, on each database. */
@ParameterizedClass
@EnumSource
class SchedulesTest extends StoreTest {
  private static final Instant NOON = Instant.parse("2026-03-06T12:00:00Z");

  SchedulesTest(Databases databases) {
    super(databases);
  }

  private static Occurrence at(Instant instant, Map<String, Object> parameters) {
    return new Occurrence(instant, ZoneOffset.UTC, parameters);
  }

  private static RunId id() {
    return RunIds.at(NOON);
  }

  private Take take(String flow, Instant instant) {
    return store.schedules().take(flow, at(instant, Map.of()), id(), false);
  }

  @Test
  void each_clock_of_a_flow_makes_one_run_an_instant() {
    String flow = unique();
    assertThat(take(flow, NOON)).isEqualTo(new Take.Taken());
    assertThat(take(flow, NOON)).isEqualTo(new Take.Made());
    assertThat(take(flow, NOON.plusSeconds(1))).isEqualTo(new Take.Taken());
    assertThat(take(unique(), NOON)).isEqualTo(new Take.Taken());

    Map<String, Object> parameters = new LinkedHashMap<>(Map.of("office", "DC"));
    parameters.put("n", 1);
    Map<String, Object> same = new LinkedHashMap<>(Map.of("n", 1));
    same.put("office", "DC");
    assertThat(store.schedules().take(flow, at(NOON, parameters), id(), false))
        .isEqualTo(new Take.Taken());
    assertThat(store.schedules().take(flow, at(NOON, same), id(), false))
        .isEqualTo(new Take.Made());
  }

  @Test
  void of_several_processes_one_makes_each_run() throws Exception {
    String flow = unique();
    List<Callable<Integer>> takers = new ArrayList<>();
    List<RunStore> stores = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      RunStore other = RunStore.open(database, StoreOptions.defaults());
      stores.add(other);
      takers.add(() -> {
        int taken = 0;
        for (int n = 0; n < 25; n++) {
          Occurrence due = at(NOON.plusSeconds(n), Map.of());
          taken += other.schedules().take(flow, due, id(), false) instanceof Take.Taken ? 1 : 0;
        }
        return taken;
      });
    }
    int all = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> taken : threads.invokeAll(takers)) {
        all += taken.get();
      }
    }
    stores.forEach(RunStore::close);
    assertThat(all).isEqualTo(25);
  }

  @Test
  void a_run_in_progress_in_any_process_is_in_the_way() throws Exception {
    Flow<Integer> flow = holding(unique());
    Occurrence first = at(NOON, Map.of());
    Occurrence second = at(NOON.plusSeconds(5), Map.of());
    RunId id = RunIds.at(Instant.now());
    assertThat(store.schedules().take(flow.name(), first, id, true)).isEqualTo(new Take.Taken());
    FlowRun<Integer> run = local(store, flow).withId(id).scheduledAt(NOON).start();
    awaitThere(id);
    try (RunStore other = RunStore.open(database, StoreOptions.defaults())) {
      assertThat(other.schedules().inProgress(flow.name(), second)).containsExactly(id);
      assertThat(other.schedules().inProgress(flow.name(), first)).isEmpty();
      assertThat(other.schedules().take(flow.name(), second, id(), true))
          .isEqualTo(new Take.InTheWay(id));
      assertThat(other.schedules().take(flow.name(), first, id(), true)).isEqualTo(new Take.Made());
      gate.countDown();
      run.await();
      assertThat(other.schedules().take(flow.name(), second, id(), true))
          .isEqualTo(new Take.Taken());
      assertThat(other.schedules().take(flow.name(), at(NOON.plusSeconds(9), Map.of()), id(), true))
          .as("the run of the second instant has been taken and is about to begin")
          .isInstanceOf(Take.InTheWay.class);
    }
  }

  @Test
  void the_place_of_a_schedule_never_goes_back() {
    String flow = unique();
    assertThat(store.schedules().handled(flow)).isEmpty();
    take(flow, NOON);
    assertThat(store.schedules().handled(flow)).contains(NOON);
    store.schedules().handled(flow, NOON.minusSeconds(60));
    assertThat(store.schedules().handled(flow)).contains(NOON);
    store.schedules().handled(flow, NOON.plusSeconds(60));
    reopen();
    assertThat(store.schedules().handled(flow)).contains(NOON.plusSeconds(60));
  }

  @Test
  void a_run_that_does_not_take_place_is_kept_as_skipped_with_the_reason() {
    Flow<Integer> flow = holding(unique());
    RunId id = local(store, flow).scheduledAt(NOON).skip("run 1 was still in progress");
    StoredRun found = store.find(id).orElseThrow();
    assertThat(found.state()).isInstanceOf(State.Skipped.class);
    assertThat(found.state().message()).isEqualTo("run 1 was still in progress");
    assertThat(found.times().scheduled()).isEqualTo(NOON);
    assertThat(found.times().ended()).isPresent();
    assertThat(found.isLost()).isFalse();
  }
}
