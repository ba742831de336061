package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.RunId;
import dev.praetor.engine.Journal;
import dev.praetor.store.model.Admission;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.queue.ClaimedRun;
import dev.praetor.store.queue.RunQueue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The answers to claims of waiting runs. */
@ParameterizedClass
@EnumSource
class QueueClaimsTest extends StoreTest {
  private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");
  private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
  private final Flow<Integer> flow = Flows.wide(unique(), 1);
  private final Set<String> served = Set.of(flow.name());
  private RunStore second;

  QueueClaimsTest(Databases databases) {
    super(databases);
  }

  @BeforeEach
  void open() {
    store.close();
    store = RunStore.open(database, StoreOptions.defaults(), time::get);
    second = RunStore.open(database, StoreOptions.defaults(), time::get);
  }

  @AfterEach
  void closeSecond() {
    second.close();
  }

  /** Enters a run that waits for a process, and returns its id. */
  private RunId enter(RunEntry entry, Instant due) {
    Journal.Start start =
        local(store, flow)
            .withId(new RunId(UUID.randomUUID()))
            .scheduledAt(due)
            .plan(new Argument[0])
            .start();
    assertThat(store.journal(flow, Flows.ORIGIN).admit(start, entry, false, Optional.empty()))
        .isInstanceOf(Admission.Waits.class);
    return start.run();
  }

  private RunQueue.Claimed claim(int most) {
    return second.queue().claim(served, most);
  }

  @Test
  void a_claim_tells_what_the_record_of_the_run_tells() {
    RunId run = enter(RunEntry.PLAIN, NOW.minusSeconds(7));
    ClaimedRun claimed = claim(1).runs().getFirst();
    StoredRun recorded = store.find(run).orElseThrow();
    assertThat(claimed.flow()).isEqualTo(recorded.flow());
    assertThat(claimed.made().name()).isEqualTo(recorded.name());
    assertThat(claimed.made().parameters()).isEqualTo(recorded.parameters());
    assertThat(claimed.made().parameterNotes()).isEqualTo(recorded.parameterNotes());
    assertThat(claimed.made().due()).isEqualTo(recorded.times().scheduled());
  }

  @Test
  void a_claim_says_that_more_runs_wait_only_if_there_are_more_than_it_takes() {
    List<RunId> two = List.of(enter(RunEntry.PLAIN, NOW), enter(RunEntry.PLAIN, NOW));
    RunQueue.Claimed first = claim(1);
    assertThat(first.runs()).hasSize(1);
    assertThat(first.moreWait()).isTrue();
    RunQueue.Claimed last = claim(1);
    assertThat(last.runs()).hasSize(1);
    assertThat(last.moreWait()).isFalse();
    assertThat(Stream.of(first, last).map(each -> each.runs().getFirst().id()))
        .containsExactlyInAnyOrderElementsOf(two);
  }

  @Test
  void a_claim_finds_the_run_behind_many_that_are_bound_to_a_living_process() {
    for (int i = 0; i < 250; i++) {
      RunId _ = enter(RunEntry.PLAIN.withBound(true), NOW);
    }
    RunId free = enter(RunEntry.PLAIN, NOW.plusSeconds(1));
    time.set(NOW.plusSeconds(1));
    assertThat(claim(1).runs()).extracting(ClaimedRun::id).containsExactly(free);
  }
}
