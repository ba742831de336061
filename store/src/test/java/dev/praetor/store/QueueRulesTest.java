package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.engine.Journal;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.store.model.Admission;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.model.RunLimit;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.model.WaitReason;
import dev.praetor.store.queue.ClaimedRun;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules by which runs enter a store, wait in it, and are claimed. */
@ParameterizedClass
@EnumSource
class QueueRulesTest extends StoreTest {
  private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");
  private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
  private final Flow<Integer> flow = Flows.wide(unique(), 1);
  private final Set<String> served = Set.of(flow.name());
  private RunStore second;

  QueueRulesTest(Databases databases) {
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

  private Journal.Start start(RunStore in, Instant due) {
    return local(in, flow)
        .withId(new RunId(UUID.randomUUID()))
        .scheduledAt(due)
        .plan(new Argument[0])
        .start();
  }

  private Admission admit(RunStore in, Journal.Start start, RunEntry entry, boolean startsHere) {
    return in.journal(flow, Flows.ORIGIN).admit(start, entry, startsHere, Optional.empty());
  }

  /** Enters a run that waits for a process, and returns its id. */
  private RunId enter(RunEntry entry, Instant due) {
    Journal.Start start = start(store, due);
    assertThat(admit(store, start, entry, false)).isInstanceOf(Admission.Waits.class);
    return start.run();
  }

  private RunId enter() {
    return enter(RunEntry.PLAIN, time.get());
  }

  private List<RunId> claim(RunStore in, int most) {
    return in.queue().claim(served, most).runs().stream().map(ClaimedRun::id).toList();
  }

  private void limit(int most) {
    store.limits().set(RunLimit.Scope.FLOW, flow.name(), most, "ann");
  }

  /** Ends a run that this store has claimed. */
  private void end(RunStore in, RunId run) {
    ClaimedRun.Made made = new ClaimedRun.Made("", "{}", null, NOW);
    ClaimedRun claimed = new ClaimedRun(run, flow.name(), made, Optional.empty(), Optional.empty());
    in.queue().end(claimed, new State.Failed("", time.get(), Optional.empty()));
  }

  private StateType state(RunId run) {
    return store.find(run).orElseThrow().state().type();
  }

  @Test
  void of_all_entries_with_one_key_one_makes_a_run_in_whatever_process() {
    RunEntry keyed = RunEntry.PLAIN.withKey("order 7");
    Journal.Start first = start(store, NOW);
    assertThat(admit(store, first, keyed, true)).isInstanceOf(Admission.Starts.class);
    assertThat(admit(second, start(second, NOW), keyed, true))
        .isEqualTo(new Admission.Repeated(first.run()));
    assertThat(admit(second, start(second, NOW), keyed.withKey("order 8"), true))
        .isInstanceOf(Admission.Starts.class);
  }

  @Test
  void a_run_that_ended_keeps_its_key() {
    RunId run = enter(RunEntry.PLAIN.withKey("once"), NOW);
    claim(store, 1);
    end(store, run);
    assertThat(admit(second, start(second, NOW), RunEntry.PLAIN.withKey("once"), true))
        .isEqualTo(new Admission.Repeated(run));
  }

  @Test
  void a_label_that_was_recorded_before_names_were_checked_is_read_as_it_is() {
    Map<String, String> labels = Map.of("\u26a0\ufe0f alert", "v");
    assertThatThrownBy(() -> RunEntry.PLAIN.withLabels(labels))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("U+FE0F");
    RunId run = enter(RunEntry.PLAIN.withKnownLabels(labels), NOW);
    assertThat(store.find(run).orElseThrow().entry().labels()).isEqualTo(labels);
    assertThat(state(run)).isEqualTo(StateType.QUEUED);
    assertThat(claim(store, 1)).containsExactly(run);
  }

  @Test
  void a_run_is_claimed_when_it_is_due_and_not_before() {
    RunId run = enter(RunEntry.PLAIN, NOW.plusSeconds(60));
    assertThat(state(run)).isEqualTo(StateType.SCHEDULED);
    assertThat(store.queue().nextDue(served)).contains(NOW.plusSeconds(60));
    assertThat(store.waiting().reasons(run)).contains(new WaitReason.NotDue(NOW.plusSeconds(60)));
    time.set(NOW.plusSeconds(59));
    assertThat(claim(store, 10)).isEmpty();
    time.set(NOW.plusSeconds(60));
    assertThat(claim(store, 10)).containsExactly(run);
  }

  @Test
  void the_clock_may_jump_back_without_a_second_start() {
    RunId run = enter(RunEntry.PLAIN, NOW.plusSeconds(60));
    time.set(NOW.plusSeconds(60));
    assertThat(claim(store, 10)).containsExactly(run);
    time.set(NOW);
    assertThat(claim(second, 10)).isEmpty();
    time.set(NOW.plusSeconds(60));
    assertThat(claim(second, 10)).isEmpty();
  }

  @Test
  void runs_start_by_priority_then_due_time_then_creation() {
    RunId late = enter(RunEntry.PLAIN, NOW.minusSeconds(1));
    RunId early = enter(RunEntry.PLAIN, NOW.minusSeconds(10));
    time.set(NOW.plusMillis(1));
    RunId urgent = enter(RunEntry.PLAIN.withPriority(5), NOW);
    RunId idle = enter(RunEntry.PLAIN.withPriority(-1), NOW.minusSeconds(60));
    time.set(NOW.plusMillis(2));
    RunId lateToo = enter(RunEntry.PLAIN, NOW.minusSeconds(1));
    for (RunId next : List.of(urgent, early, late, lateToo, idle)) {
      assertThat(claim(second, 1)).containsExactly(next);
    }
  }

  @Test
  void two_processes_never_claim_the_same_run() {
    List<RunId> all = List.of(enter(), enter(), enter(), enter());
    List<RunId> here = claim(store, 2);
    List<RunId> there = claim(second, 10);
    assertThat(here).hasSize(2);
    assertThat(there).hasSize(2).doesNotContainAnyElementsOf(here);
    assertThat(all).containsAll(here).containsAll(there);
  }

  @Test
  void a_flow_has_as_many_runs_as_its_limit_over_all_processes() {
    limit(2);
    RunId first = enter();
    RunId next = enter();
    RunId last = enter();
    assertThat(claim(store, 1)).containsExactly(first);
    assertThat(claim(second, 10)).containsExactly(next);
    assertThat(claim(store, 10)).isEmpty();
    assertThat(store.waiting().reasons(last))
        .contains(new WaitReason.FlowLimit(2, List.of(first, next)));
    end(second, next);
    assertThat(claim(store, 10)).containsExactly(last);
  }

  @Test
  void a_run_that_could_start_at_once_does_not_pass_those_that_wait() {
    limit(1);
    RunId first = enter();
    Journal.Start jumps = start(second, NOW);
    assertThat(admit(second, jumps, RunEntry.PLAIN, true)).isInstanceOf(Admission.Waits.class);
    assertThat(claim(second, 10)).containsExactly(first);
  }

  /** Enters a run that waits and is bound to its process, and returns its id. */
  private RunId enterBound(RunStore in, Instant due) {
    Journal.Start start = start(in, due);
    assertThat(admit(in, start, RunEntry.PLAIN.withBound(true), false))
        .isInstanceOf(Admission.Waits.class);
    return start.run();
  }

  private boolean claimsBound(RunStore in, RunId run) {
    return in.boundRuns().claim(run).isPresent();
  }

  @Test
  void a_bound_run_is_started_by_its_own_process_when_it_is_due() {
    RunId run = enterBound(store, NOW.plusSeconds(60));
    assertThat(store.waiting().reasons(run))
        .containsExactly(new WaitReason.NotDue(NOW.plusSeconds(60)));
    assertThat(claimsBound(store, run)).isFalse();
    time.set(NOW.plusSeconds(60));
    assertThat(claim(second, 10)).isEmpty();
    assertThat(claim(store, 10)).isEmpty();
    assertThat(claimsBound(second, run)).isFalse();
    assertThat(second.waiting().reasons(run)).isEmpty();
    assertThat(claimsBound(store, run)).isTrue();
    assertThat(claimsBound(store, run)).isFalse();
  }

  @Test
  void a_bound_run_keeps_its_place_in_the_queue_of_its_flow() {
    limit(1);
    RunId holder = enter();
    assertThat(claim(store, 1)).containsExactly(holder);
    RunId bound = enterBound(store, NOW);
    time.set(NOW.plusMillis(1));
    RunId behind = enter();
    assertThat(store.waiting().reasons(bound))
        .containsExactly(new WaitReason.FlowLimit(1, List.of(holder)));
    assertThat(claimsBound(store, bound)).isFalse();
    end(store, holder);
    assertThat(claim(second, 10)).isEmpty();
    assertThat(claimsBound(store, bound)).isTrue();
    end(store, bound);
    assertThat(claim(second, 10)).containsExactly(behind);
  }

  @Test
  void a_bound_run_waits_for_those_before_it_only_if_somebody_starts_them() {
    limit(1);
    RunId first = enter();
    time.set(NOW.plusMillis(1));
    RunId bound = enterBound(store, NOW.plusMillis(1));
    second.servedFlows().add(List.of(flow), 10);
    assertThat(claimsBound(store, bound)).isFalse();
    second.servedFlows().clear();
    assertThat(claimsBound(store, bound)).isTrue();
    assertThat(state(first)).isEqualTo(StateType.QUEUED);
  }

  @Test
  void the_bound_run_of_an_ended_process_is_started_by_a_process_that_serves_its_flow() {
    RunId run = enterBound(second, NOW.plusSeconds(60));
    second.close();
    time.set(NOW.plusSeconds(60));
    assertThat(store.waiting().reasons(run)).containsExactly(new WaitReason.NoWorker(flow.name()));
    assertThat(claim(store, 10)).containsExactly(run);
  }

  @Test
  void the_bound_run_of_an_ended_process_is_bound_to_another_one() {
    RunId run = enterBound(second, NOW);
    assertThatThrownBy(() -> store.boundRuns().bind(run)).isInstanceOf(StoreFailed.class);
    second.close();
    assertThat(store.boundRuns().bind(run).id()).isEqualTo(run);
    assertThat(store.boundRuns().isBound(run)).isTrue();
    assertThat(claimsBound(store, run)).isTrue();
    assertThatThrownBy(() -> store.boundRuns().bind(run)).isInstanceOf(StoreFailed.class);
  }

  @Test
  void a_flow_at_its_limit_does_not_hold_back_another() {
    limit(1);
    enter();
    RunId blocked = enter();
    assertThat(claim(store, 1)).hasSize(1);
    Flow<Integer> other = Flows.wide(unique(), 1);
    Journal.Start start = local(store, other).scheduledAt(NOW).plan(new Argument[0]).start();
    store.journal(other, Flows.ORIGIN).admit(start, RunEntry.PLAIN, false, Optional.empty());
    List<RunId> claimed =
        store.queue().claim(Set.of(flow.name(), other.name()), 10).runs().stream()
            .map(ClaimedRun::id)
            .toList();
    assertThat(claimed).containsExactly(start.run()).doesNotContain(blocked);
  }

  @Test
  void the_limit_of_a_flow_counts_a_run_whose_process_died_until_it_ends() throws Exception {
    limit(1);
    RunId lost = enter();
    RunId waits = enter();
    assertThat(claim(second, 10)).containsExactly(lost);
    LostOwner.of(database, lost);
    assertThat(claim(store, 10)).isEmpty();
    assertThat(store.ownersElsewhere().lost(served)).containsExactly(lost);
    store.claim(lost);
    store.cancelLost(lost, "ann", "not needed");
    assertThat(claim(store, 10)).containsExactly(waits);
  }

  @Test
  void a_claimed_run_does_not_begin_after_another_process_has_taken_it_over() throws Exception {
    RunId run = enter();
    Journal.Start start =
        local(second, flow).withId(run).scheduledAt(NOW).plan(new Argument[0]).start();
    assertThat(claim(second, 1)).containsExactly(run);
    LostOwner.of(database, run);
    store.claim(run);
    long before = beats();
    time.set(NOW.plus(Duration.ofHours(1))); // So that the lease has ended at the next heartbeat.
    await().atMost(PATIENCE).until(() -> beats() > before);
    assertThat(second.waiting().release(run)).isFalse(); // Written after that heartbeat.
    assertThatThrownBy(() -> second.journal(flow, Flows.ORIGIN).begin(start).join())
        .hasCauseInstanceOf(RunOwnershipLost.class);
  }

  private long beats() throws Exception {
    try (Connection connection = database.reading().getConnection();
        PreparedStatement select =
            connection.prepareStatement("SELECT beats FROM process WHERE id = ?")) {
      select.setString(1, second.self());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  @Test
  void a_run_that_is_held_back_starts_after_its_release_and_holds_back_no_other() {
    RunId held = enter();
    RunId other = enter();
    assertThat(store.waiting().hold(held, "ann", "check first")).isTrue();
    assertThat(second.waiting().reasons(held)).contains(new WaitReason.Held("ann", "check first"));
    assertThat(claim(second, 10)).containsExactly(other);
    assertThat(second.waiting().release(held)).isTrue();
    assertThat(second.waiting().release(held)).isFalse();
    assertThat(claim(second, 10)).containsExactly(held);
    assertThat(store.waiting().hold(held, "ann", "too late")).isFalse();
  }

  @Test
  void a_waiting_run_that_is_cancelled_never_starts() {
    RunId run = enter();
    assertThat(store.order(run, new RunOrder.Cancel("ann", "not needed"))).isEmpty();
    assertThat(state(run)).isEqualTo(StateType.CANCELLED);
    assertThat(store.find(run).orElseThrow().state().message()).isEqualTo("not needed (by ann)");
    assertThat(claim(second, 10)).isEmpty();
    assertThatThrownBy(() -> second.order(run, new RunOrder.Cancel("bob", "again")))
        .isInstanceOf(StoreFailed.class);
  }

  @Test
  @SuppressWarnings("NullAway") // It reads no annotations of the parameters from class files.
  void a_restart_that_waits_knows_from_where_it_runs_again() {
    RunId earlier = enter();
    claim(store, 1);
    end(store, earlier);
    Journal.Start fresh = start(store, NOW.plusSeconds(5));
    Journal.Start again =
        new Journal.Start(
            fresh.run(),
            fresh.flow(),
            fresh.graph(),
            fresh.name(),
            fresh.parameters(),
            fresh.secretParameters(),
            fresh.times(),
            fresh.parent(),
            Optional.of(earlier),
            false,
            fresh.masker());
    store.journal(flow, Flows.ORIGIN).admit(again, RunEntry.PLAIN, true, Optional.of("n[0]"));
    time.set(NOW.plus(Duration.ofMinutes(1)));
    assertThat(second.queue().claim(served, 10).runs())
        .extracting(ClaimedRun::id, ClaimedRun::restartOf, ClaimedRun::restartFrom)
        .containsExactly(tuple(again.run(), Optional.of(earlier), Optional.of("n[0]")));
  }

  @Test
  void why_a_run_waits_names_the_processes_that_could_run_it() {
    RunId run = enter();
    assertThat(store.waiting().reasons(run)).containsExactly(new WaitReason.NoWorker(flow.name()));
    second.servedFlows().add(List.of(flow), 1);
    assertThat(store.waiting().reasons(run)).isEmpty();
    assertThat(claim(second, 1)).containsExactly(run);
    RunId next = enter();
    assertThat(store.waiting().reasons(next))
        .hasSize(1)
        .hasOnlyElementsOfType(WaitReason.WorkersFull.class);
    second.servedFlows().clear();
    assertThat(store.waiting().reasons(next)).containsExactly(new WaitReason.NoWorker(flow.name()));
  }

  @Test
  void a_limit_is_at_least_one_and_has_a_name() {
    assertThatThrownBy(() -> limit(0)).hasMessageContaining("must be at least 1, not 0");
    assertThatThrownBy(() -> store.limits().set(RunLimit.Scope.TAG, " ", 1, "ann"))
        .hasMessageContaining("the name of a limit has 1 to 250 characters");
  }
}
