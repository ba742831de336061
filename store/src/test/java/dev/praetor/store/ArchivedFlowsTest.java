package dev.praetor.store;

import static dev.praetor.Praetor.every;
import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.ErrorCode;
import dev.praetor.Flow;
import dev.praetor.Occurrence;
import dev.praetor.Schedule;
import dev.praetor.engine.run.RunRequest;
import dev.praetor.schedule.Overlap;
import dev.praetor.store.model.Admission;
import dev.praetor.store.model.DueRun;
import dev.praetor.store.model.FlowSchedule;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.model.StoreFailed;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** An archived flow makes no runs, whoever asks, on each database. */
@ParameterizedClass
@EnumSource
class ArchivedFlowsTest extends StoreTest {
  private static final Instant NOON = Instant.parse("2026-03-06T12:00:00Z");
  private final Flow<Integer> flow = Flow.define(unique(), f -> value(1));

  ArchivedFlowsTest(Databases databases) {
    super(databases);
  }

  @BeforeEach
  void register() throws Exception {
    SentPackage.of(unique()).register(store, flow);
    store
        .servedSchedules()
        .add(Map.of(flow.name(), Optional.of(Schedule.of(every(Duration.ofMinutes(1))))));
  }

  private void archive() {
    store.registeredFlows().archive("default", flow.name(), "ann");
  }

  private void unarchive() {
    store.registeredFlows().unarchive("default", flow.name(), "ann");
  }

  private Admission admit(RunEntry entry) {
    RunRequest request = local(store, flow).plan();
    return store.journal(flow, Flows.ORIGIN).admit(request.start(), entry, true, Optional.empty());
  }

  private Admission admitDue(Instant instant) {
    RunRequest request = local(store, flow).scheduledAt(instant).plan();
    DueRun due = new DueRun(new Occurrence(instant, ZoneOffset.UTC, Map.of()), Overlap.ALLOW, true);
    return store.journal(flow, Flows.ORIGIN).admitDue(request.start(), RunEntry.PLAIN, due, true);
  }

  private FlowSchedule schedule() {
    return store.schedules().find(flow.name()).orElseThrow();
  }

  @Test
  void a_run_is_refused_until_the_flow_is_unarchived() {
    assertThat(admit(RunEntry.PLAIN)).isEqualTo(new Admission.Starts());
    archive();
    assertThatThrownBy(() -> admit(RunEntry.PLAIN))
        .isInstanceOfSatisfying(
            StoreFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
        .hasMessage("flow '%s' is archived and makes no runs; unarchive it first", flow.name());
    unarchive();
    assertThat(admit(RunEntry.PLAIN)).isEqualTo(new Admission.Starts());
  }

  @Test
  void a_flow_of_another_name_is_not_concerned() {
    archive();
    Flow<Integer> other = Flow.define(unique(), f -> value(1));
    RunRequest request = local(store, other).plan();
    assertThat(
            store
                .journal(other, Flows.ORIGIN)
                .admit(request.start(), RunEntry.PLAIN, true, Optional.empty()))
        .isEqualTo(new Admission.Starts());
  }

  @Test
  void its_schedule_is_paused_and_continues_from_the_time_at_which_it_is_unarchived() {
    assertThat(admitDue(NOON)).isEqualTo(new Admission.Starts());
    archive();
    assertThat(admitDue(NOON.plusSeconds(60))).isEqualTo(new Admission.Paused());
    assertThat(store.servedSchedules().paused()).contains(flow.name());
    assertThat(schedule().pause().orElseThrow().why()).isEqualTo("the flow is archived");
    assertThat(schedule().next(1, NOON)).isEmpty();
    Instant before = Instant.now();
    unarchive();
    assertThat(store.servedSchedules().paused()).doesNotContain(flow.name());
    assertThat(store.servedSchedules().place(flow.name())).isAfterOrEqualTo(before.minusMillis(1));
    assertThat(schedule().pause()).isEmpty();
    assertThat(schedule().next(1, NOON)).hasSize(1);
  }
}
