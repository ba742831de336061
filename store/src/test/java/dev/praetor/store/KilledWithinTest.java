package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.Node;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.Task;
import dev.praetor.engine.Journal;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Flows three deep in flows, whose process is killed twice. */
@ParameterizedClass
@EnumSource
class KilledWithinTest extends StoreTest {
  private static final int DEPTH = 3;
  private static final int[][] KILLS = {{1, 1}, {2, 3}, {3, 6}, {5, 2}, {6, 4}, {8, 1}, {4, 9}};
  private final Map<String, Integer> calls = new ConcurrentHashMap<>();
  private final List<String> names = new ArrayList<>();

  KilledWithinTest(Databases databases) {
    super(databases);
  }

  private Flow<Integer> level(int depth) {
    String name = unique();
    names.add(name);
    return Flow.define(
        name,
        f -> {
          Node<Integer> before =
              step("before" + depth).apply(Task.of("one", Integer.class, () -> 1).call());
          Node<Integer> within =
              depth == DEPTH
                  ? step("innermost").apply(before)
                  : f.run(level(depth + 1)).after(before);
          return step("after" + depth).apply(within);
        });
  }

  /** A task that adds 1, and counts its calls. */
  private UnaryOperator<Node<Integer>> step(String name) {
    return node ->
        Task.of(
                name,
                Integer.class,
                (Integer n) -> {
                  calls.merge(name, 1, Integer::sum);
                  return n + 1;
                })
            .call(node);
  }

  private LocalRun<Integer> local(Flow<Integer> flow, int batches) {
    Journal journal = new CrashingJournal(store.journal(flow, Flows.ORIGIN), batches);
    return LocalRun.of(flow)
        .with(s -> s.withPersistence(new RunSettings.Persistence(journal, store.cache())));
  }

  @Test
  void each_level_goes_on_where_it_was_and_no_level_begins_anew() throws Exception {
    int killed = 0;
    for (int[] kills : KILLS) {
      calls.clear();
      names.clear();
      Flow<Integer> flow = level(1);
      FlowRun<Integer> run = local(flow, kills[0]).start();
      for (int kill = 1; ; kill++) {
        try {
          run.await();
          break;
        } catch (RunOwnershipLost lost) {
          killed++;
          LostOwner.ofAll(database, names);
          reopen();
          run = resumed(run.id(), flow, kill < kills.length ? kills[kill] : Integer.MAX_VALUE);
        }
      }
      assertThat(run.await().value()).as("%s", calls).isEqualTo(3 + DEPTH);
      assertThat(calls.values()).allMatch(times -> times <= 1 + kills.length);
      for (String name : names) {
        assertThat(store.list(RunFilter.all().withFlow(name)))
            .as("runs of %s", name)
            .singleElement()
            .matches(stored -> stored.state() instanceof State.Success);
      }
    }
    assertThat(killed).isGreaterThan(KILLS.length);
  }

  private FlowRun<Integer> resumed(RunId id, Flow<Integer> flow, int batches) {
    RecordedRun recorded = store.resume(store.find(id).orElseThrow(), flow);
    return local(flow, batches).resuming(recorded).start();
  }

  private static Flow<Integer> around(String name, String version) {
    Flow<Integer> within =
        Flow.define(
            name + "-within", f -> Task.of("one", Integer.class, () -> 1).version(version).call());
    return Flow.define(name, f -> f.run(within));
  }

  @Test
  void a_run_is_not_resumed_if_a_flow_within_it_is_defined_otherwise() throws Exception {
    String name = unique();
    FlowRun<Integer> run = local(around(name, "1"), 1).start();
    assertThatThrownBy(run::await).isInstanceOf(RunOwnershipLost.class);
    LostOwner.ofAll(database, List.of(name, name + "-within"));
    reopen();
    StoredRun lost = store.find(run.id()).orElseThrow();
    assertThatThrownBy(() -> store.resume(lost, around(name, "2")))
        .hasMessageContaining("flow '" + name + "' has changed since run " + run.id() + " began");
    assertThat(resumed(run.id(), around(name, "1"), Integer.MAX_VALUE).await().value())
        .isEqualTo(1);
  }
}
