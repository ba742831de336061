package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.RunId;
import dev.praetor.engine.run.RunRequest;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.model.RunLimit;
import dev.praetor.store.queue.ClaimedRun;
import dev.praetor.store.queue.RunQueue;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The claims of a process that serves many flows, on each database. */
@ParameterizedClass
@EnumSource
class ManyServedFlowsTest extends StoreTest {
  private static final int MANY = 60;

  ManyServedFlowsTest(Databases databases) {
    super(databases);
  }

  private RunId wait(Flow<Integer> flow, Instant due) {
    RunRequest request = local(store, flow).scheduledAt(due).plan();
    var _ =
        store
            .journal(flow, Flows.ORIGIN)
            .admit(request.start(), RunEntry.PLAIN, false, Optional.empty());
    return request.id();
  }

  @Test
  void the_waiting_runs_of_all_served_flows_are_claimed_within_their_limits() {
    Map<String, Flow<Integer>> flows = new LinkedHashMap<>();
    for (int i = 0; i < MANY; i++) {
      Flow<Integer> flow = holding(unique());
      flows.put(flow.name(), flow);
    }
    store.servedFlows().add(List.copyOf(flows.values()), 1_000);
    Flow<Integer> limited = flows.values().iterator().next();
    store.limits().set(RunLimit.Scope.FLOW, limited.name(), 1, "ann");
    Instant now = Instant.now();
    Set<RunId> waiting = new HashSet<>();
    flows.values().forEach(flow -> waiting.add(wait(flow, now)));
    RunId second = wait(limited, now);
    RunId later = wait(limited, now.plusSeconds(3_600));
    RunId other = wait(holding(unique()), now);

    assertThat(store.queue().nextDue(flows.keySet()).orElseThrow()).isAfter(now.plusSeconds(3_000));
    RunQueue.Claimed claimed = store.queue().claim(flows.keySet(), 1_000);
    assertThat(claimed.runs().stream().map(ClaimedRun::id))
        .containsExactlyInAnyOrderElementsOf(waiting)
        .doesNotContain(second, later, other);
    assertThat(claimed.moreWait()).isTrue();
    assertThat(store.queue().claim(flows.keySet(), 1_000).runs()).isEmpty();
    assertThat(store.ownersElsewhere().lost(flows.keySet())).isEmpty();
  }
}
