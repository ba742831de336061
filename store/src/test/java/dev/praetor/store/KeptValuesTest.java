package dev.praetor.store;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Cache;
import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.FlowRun;
import dev.praetor.FlowSpec;
import dev.praetor.Node;
import dev.praetor.ResultFormat;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.Step;
import dev.praetor.Task;
import dev.praetor.Task0;
import dev.praetor.Task1;
import dev.praetor.TaskPath;
import dev.praetor.TypeRef;
import dev.praetor.engine.Journal;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.restart.CannotRunAgain;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.restart.RestartPlan;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.store.db.Sql;
import dev.praetor.store.history.FlowChanges;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of results that are kept or made again, on each database. */
@ParameterizedClass
@EnumSource
class KeptValuesTest extends StoreTest {
  private static final int MOST_BATCHES = 12;

  /** Enough tasks that a run is killed between the end of one and the begin of another. */
  private static final int STEPS_BETWEEN = 20;

  private static final TypeRef<List<Integer>> INTS = new TypeRef<>() {};
  private final List<String> done = new CopyOnWriteArrayList<>();

  KeptValuesTest(Databases databases) {
    super(databases);
  }

  private <R> LocalRun<R> local(Flow<R> flow, int batches) {
    Journal journal = new CrashingJournal(store.journal(flow, Flows.ORIGIN), batches);
    return LocalRun.of(flow)
        .with(s -> s.withPersistence(new RunSettings.Persistence(journal, store.cache())));
  }

  /** Kills a run after some batches, in a process that has then ended; empty if it ended before. */
  private <R> Optional<RunId> killed(Flow<R> flow, int batches) throws Exception {
    FlowRun<R> run = local(flow, batches).start();
    try {
      run.await();
      return Optional.empty();
    } catch (RunOwnershipLost killed) {
      LostOwner.of(database, run.id());
      reopen();
      return Optional.of(run.id());
    }
  }

  private <R> FlowResult<R> resumed(RunId id, Flow<R> flow) {
    RecordedRun recorded = store.resume(store.find(id).orElseThrow(), flow);
    return local(flow, Integer.MAX_VALUE).resuming(recorded).run();
  }

  /** A handle that can be opened again by its name. */
  private static final class Handle {
    private final String name;

    Handle(String name) {
      this.name = name;
    }
  }

  private Handle open(String name) {
    done.add("open " + name);
    return new Handle(name);
  }

  private Flow<String> formatted() {
    ResultFormat<Handle> format = ResultFormat.of(handle -> handle.name, this::open);
    return Flow.define(
        unique(),
        f -> {
          Node<Handle> handle =
              Task.of(
                      "handle",
                      Handle.class,
                      () -> {
                        done.add("made");
                        return new Handle("h");
                      })
                  .keptAs(format)
                  .call();
          Node<Integer> between = Task.of("begin", Integer.class, (Handle h) -> 0).call(handle);
          for (int i = 0; i < STEPS_BETWEEN; i++) {
            between = Task.of("step" + i, Integer.class, (Integer n) -> n + 1).call(between);
          }
          return Task.of("used", String.class, (Handle given, Integer n) -> given.name)
              .call(handle, between);
        });
  }

  @Test
  void a_result_with_a_format_is_read_back_after_a_crash() throws Exception {
    int readBack = 0;
    for (int batches = 1; batches < MOST_BATCHES; batches++) {
      done.clear();
      Flow<String> flow = formatted();
      Optional<RunId> run = killed(flow, batches);
      if (run.isPresent()) {
        boolean hasResult = store.recorded(run.get(), flow).node("handle").isPresent();
        FlowResult<String> end = resumed(run.get(), flow);
        assertThat(end.value()).isEqualTo("h");
        assertThat(done).as("made once, or opened again").contains("made");
        readBack += hasResult && done.contains("open h") ? 1 : 0;
      }
    }
    assertThat(readBack).isPositive();
  }

  @Test
  void a_format_that_cannot_write_a_result_fails_its_task_run_with_the_reason() {
    ResultFormat<Integer> format =
        ResultFormat.of(
            x -> {
              throw new IllegalStateException("no text for " + x);
            },
            Integer::valueOf);
    Flow<Integer> flow =
        Flow.define(unique(), f -> Task.of("t", Integer.class, () -> 7).keptAs(format).call());
    State end = Flows.run(store, flow).taskRun("t").state();
    assertThat(end).isInstanceOf(State.Failed.class);
    assertThat(end.message()).contains("its format could not write it", "no text for 7");
  }

  private Flow<Integer> unreadable() {
    ResultFormat<Integer> format =
        ResultFormat.of(
            Object::toString,
            _ -> {
              throw new IllegalStateException("its server is gone");
            });
    return Flow.define(
        unique(),
        f -> {
          Node<Integer> made =
              Task.of(
                      "made",
                      Integer.class,
                      () -> {
                        done.add("made");
                        return 7;
                      })
                  .keptAs(format)
                  .call();
          return Task.of("used", Integer.class, (Integer x) -> x + 1).call(made);
        });
  }

  @Test
  void a_result_that_its_format_cannot_read_is_unavailable_and_made_again_where_it_is_needed() {
    Flow<Integer> flow = unreadable();
    RunId run = Flows.run(store, flow).id();
    RecordedRun recorded = store.recorded(run, flow);
    RestartPlan plan = fromTask("used", flow, recorded);
    assertThat(plan.nodes().getFirst().runs().get("made"))
        .contains("its result is needed but unavailable", "its server is gone");
    FlowResult<Integer> again = local(flow, Integer.MAX_VALUE).restarting(recorded, plan).run();
    assertThat(again.value()).isEqualTo(8);
    assertThat(done).containsExactly("made", "made");
  }

  /** A flow whose value nothing reads, and beside it a task that fails the first time. */
  private Flow<String> returning(UnaryOperator<Task0<String>> options) {
    return Flow.define(
        unique(),
        f -> {
          Node<String> value =
              options
                  .apply(
                      Task.of(
                          "value",
                          String.class,
                          () -> {
                            done.add("value");
                            return "v";
                          }))
                  .call();
          Task.of(
                  "fails_once",
                  Integer.class,
                  () -> {
                    done.add("fails_once");
                    if (Collections.frequency(done, "fails_once") == 1) {
                      throw new IllegalStateException("once");
                    }
                    return 1;
                  })
              .call();
          return value;
        });
  }

  private void deleteResult(RunId run, String node) throws SQLException {
    try (Connection connection = database.writing().getConnection()) {
      Sql.update(
          connection,
          "UPDATE task_run SET value = NULL, note = 'its result was deleted' WHERE run = ? AND node"
              + " = ?",
          run.toString(),
          node);
    }
  }

  @Test
  void a_restart_makes_the_value_of_the_run_again_if_it_is_unavailable() throws Exception {
    for (boolean isKept : List.of(true, false)) {
      done.clear();
      Flow<String> flow = returning(task -> isKept ? task : task.notKept());
      RunId run = Flows.run(store, flow).id();
      deleteResult(run, "value");
      RecordedRun recorded = store.recorded(run, flow);
      RestartPlan plan = fromFailed(flow, recorded);
      assertThat(plan.nodes().getFirst().runs().get("value"))
          .contains("its result is needed but unavailable");
      assertThat(local(flow, Integer.MAX_VALUE).restarting(recorded, plan).run().value())
          .isEqualTo("v");
      assertThat(done).containsExactlyInAnyOrder("value", "fails_once", "value", "fails_once");
    }
  }

  @Test
  void a_restart_refuses_to_make_a_value_again_that_may_be_made_once() throws Exception {
    Flow<String> flow = returning(Task0::atMostOnce);
    RunId run = Flows.run(store, flow).id();
    assertThat(fromFailed(flow, store.recorded(run, flow)).nodes().getFirst().runs()).isEmpty();
    deleteResult(run, "value");
    RecordedRun recorded = store.recorded(run, flow);
    assertThatThrownBy(() -> fromFailed(flow, recorded))
        .isInstanceOf(CannotRunAgain.class)
        .hasMessageContaining("'value' may run at most once, and has run")
        .hasMessageContaining("its result was deleted");
  }

  private static RestartPlan fromFailed(Flow<?> flow, RecordedRun recorded) {
    return RestartPlan.of(
        flow.definition().graph(),
        recorded,
        new RestartPlan.From.Failed(),
        RestartPlan.Changes.NONE);
  }

  private static RestartPlan fromTask(String task, Flow<?> flow, RecordedRun recorded) {
    return RestartPlan.of(
        flow.definition().graph(),
        recorded,
        new RestartPlan.From.Task(TaskPath.parse(task)),
        RestartPlan.Changes.NONE);
  }

  private Flow<Boolean> unkept() {
    return Flow.define(
        unique(),
        f -> {
          Node<Thread> made =
              Task.of(
                      "made",
                      Thread.class,
                      () -> {
                        done.add("made");
                        return new Thread();
                      })
                  .notKept()
                  .call();
          return Task.of("used", Boolean.class, (Thread given) -> !given.isAlive()).call(made);
        });
  }

  @Test
  void a_result_that_is_not_kept_is_made_again_after_a_crash_and_the_plan_says_so()
      throws Exception {
    int twice = 0;
    for (int batches = 1; batches < MOST_BATCHES; batches++) {
      done.clear();
      Flow<Boolean> flow = unkept();
      Optional<RunId> run = killed(flow, batches);
      if (run.isPresent()) {
        assertThat(resumed(run.get(), flow).value()).isTrue();
        twice += done.size() == 2 ? 1 : 0;
      }
    }
    assertThat(twice).isPositive();
    Flow<Boolean> flow = unkept();
    RunId ended = Flows.run(store, flow).id();
    assertThat(fromTask("used", flow, store.recorded(ended, flow)).nodes().getFirst().runs())
        .isEqualTo(
            Map.of(
                "made",
                "its result is needed but unavailable: its task does not keep its results"));
  }

  private Task1<Integer, Integer> once() {
    return Task.of(
            "once",
            Integer.class,
            (Integer x) -> {
              done.add(x.toString());
              return x;
            })
        .concurrency(1);
  }

  private Flow<List<Integer>> over(String name, Iterable<Integer> constant) {
    return Flow.define(name, f -> once().map(each(value(constant))).collect());
  }

  @Test
  void a_set_that_has_another_order_in_the_next_process_gives_each_element_once() throws Exception {
    for (int batches = 1; batches < MOST_BATCHES; batches++) {
      done.clear();
      String name = unique();
      Optional<RunId> run =
          killed(over(name, new LinkedHashSet<>(List.of(1, 2, 3, 4, 5))), batches);
      if (run.isPresent()) {
        Set<Integer> reordered = new LinkedHashSet<>(List.of(4, 2, 5, 1, 3));
        FlowResult<List<Integer>> end = resumed(run.get(), over(name, reordered));
        assertThat(end.value()).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
        assertThat(Set.copyOf(done)).containsExactlyInAnyOrder("1", "2", "3", "4", "5");
      }
    }
  }

  private Flow<List<Integer>> overUnkept(Iterator<List<Integer>> lists) {
    return Flow.define(
        unique(),
        f -> {
          Node<List<Integer>> list = Task.of("list", INTS, lists::next).notKept().call();
          return once().map(each(list)).collect();
        });
  }

  @Test
  void a_list_that_has_other_elements_when_it_is_made_again_is_refused() throws Exception {
    int refused = 0;
    for (int batches = 3; batches < MOST_BATCHES; batches++) {
      done.clear();
      Flow<List<Integer>> flow = overUnkept(List.of(List.of(1, 2, 3), List.of(1, 2, 4)).iterator());
      Optional<RunId> run = killed(flow, batches);
      if (run.isPresent() && !done.isEmpty()) {
        State end = resumed(run.get(), flow).taskRun("once").state();
        if (end instanceof State.Failed) {
          refused++;
          assertThat(end.message())
              .contains("it has other elements now; restart the run from once");
          assertThat(done).doesNotContain("4");
        }
      }
    }
    assertThat(refused).isPositive();
  }

  private Step<List<Integer>, List<Integer>> grow(List<Integer> state) {
    done.add(state.toString());
    if (state.size() == 4) {
      return Step.done(state);
    }
    state.add(state.size());
    return Step.next(state);
  }

  @Test
  void a_loop_resumes_with_the_state_that_the_iteration_before_returned() throws Exception {
    for (int batches = 1; batches < MOST_BATCHES; batches++) {
      done.clear();
      List<Integer> start = new ArrayList<>();
      Flow<List<Integer>> flow =
          Flow.define(unique(), f -> Task.loop(this::grow).call(value(start)));
      Optional<RunId> run = killed(flow, batches);
      if (run.isPresent()) {
        assertThat(resumed(run.get(), flow).value()).containsExactly(0, 1, 2, 3);
        assertThat(done.stream().distinct())
            .containsExactly("[]", "[0]", "[0, 1]", "[0, 1, 2]", "[0, 1, 2, 3]");
      }
    }
  }

  private static final TypeRef<List<String>> TEXTS = new TypeRef<>() {};

  private Flow<Integer> choice() {
    return Flow.define(
        unique(),
        f -> {
          Node<List<String>> taken =
              f.when(
                      Task.of("if", Boolean.class, () -> true).call(),
                      () -> Task.of("then", TEXTS, () -> List.of("y".repeat(50_000))).call())
                  .otherwise(() -> Task.of("else", TEXTS, () -> List.<String>of()).call());
          return Task.of("size", Integer.class, (List<String> all) -> all.getFirst().length())
              .call(taken);
        });
  }

  @Test
  void a_large_result_that_a_choice_passes_on_is_stored_once_and_read_back() throws Exception {
    for (int batches = 1; batches < MOST_BATCHES; batches++) {
      Flow<Integer> flow = choice();
      Optional<RunId> run = killed(flow, batches);
      if (run.isPresent()) {
        assertThat(resumed(run.get(), flow).value()).isEqualTo(50_000);
      }
    }
    Flow<Integer> flow = choice();
    FlowResult<Integer> end = Flows.run(store, flow);
    assertThat(end.value()).isEqualTo(50_000);
    String merge = flow.definition().graph().nodes().get(3).name();
    assertThat(store.taskRun(end.id(), TaskPath.parse(merge)).orElseThrow().result().blob())
        .isPresent()
        .isEqualTo(store.taskRun(end.id(), TaskPath.parse("then")).orElseThrow().result().blob());
  }

  @Test
  void a_run_that_was_recorded_without_the_types_of_its_results_is_resumed_and_restarted()
      throws Exception {
    Flow<String> flow = formatted();
    RunId run = killed(flow, 1).orElseThrow();
    String spec = flow.spec().json().replaceAll(",\"shape\":\"[0-9a-f]+\"", "");
    assertThat(spec).isNotEqualTo(flow.spec().json());
    String version = new FlowSpec(spec).version();
    update("INSERT INTO flow_version (hash, flow, spec) VALUES (?, 'f', ?)", version, spec);
    update("UPDATE flow_run SET version = ? WHERE id = ?", version, run.toString());
    assertThat(FlowChanges.since(Optional.of(spec), flow)).isEmpty();
    assertThat(resumed(run, flow).value()).isEqualTo("h");
  }

  private void update(String sql, String... values) throws SQLException {
    try (Connection connection = database.writing().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      statement.executeUpdate();
      if (!connection.getAutoCommit()) {
        connection.commit();
      }
    }
  }

  @Test
  void deleting_a_run_deletes_the_cached_results_that_it_made() {
    Flow<List<Integer>> flow =
        Flow.define(
            unique(),
            f -> Task.of("numbers", INTS, () -> List.of(1, 2)).cached(Cache.byInputs()).call());
    RunId first = StoreTest.local(store, flow).run().id();
    RunId second = cachedRun(flow);
    store.delete(second);
    cachedRun(flow);
    store.delete(first);
    FlowResult<List<Integer>> last = StoreTest.local(store, flow).run();
    assertThat(last.taskRun("numbers").state()).isInstanceOf(State.Success.class);
  }

  private RunId cachedRun(Flow<?> flow) {
    FlowResult<?> result = StoreTest.local(store, flow).run();
    assertThat(result.taskRun("numbers").state()).isInstanceOf(State.Cached.class);
    return result.id();
  }
}
