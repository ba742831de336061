package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.engine.Journal;
import dev.praetor.engine.task.Placement;
import dev.praetor.store.model.Admission;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.model.TaskRunId;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Condition.Compare;
import dev.praetor.store.query.condition.FlowVersionField;
import dev.praetor.store.query.condition.Operator;
import dev.praetor.store.query.condition.RunField;
import dev.praetor.store.query.condition.TaskRunField;
import dev.praetor.store.query.row.FlowVersionRow;
import dev.praetor.store.query.row.RunRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Queries find runs as the store itself records them. */
@ParameterizedClass
@EnumSource
class RecordedRunsQueryTest extends StoreTest {
  private final Flow<Integer> flow = Flows.wide(unique(), 3);
  private final Condition ofFlow = Condition.is(RunField.FLOW, flow.name());

  RecordedRunsQueryTest(Databases databases) {
    super(databases);
  }

  private List<RunId> by(String user) {
    return store
        .queries()
        .runs(PageRequest.where(Condition.and(ofFlow, Condition.is(RunField.CREATED_BY, user))))
        .nodes()
        .stream()
        .map(RunRow::id)
        .toList();
  }

  @Test
  void a_run_is_found_by_its_user_its_version_and_its_values() {
    Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS);
    FlowResult<Integer> result = local(store, flow).run();
    assertThat(by("tester")).containsExactly(result.id());
    assertThat(by("schedule")).isEmpty();
    RunRow run = store.queries().runsById(List.of(result.id())).get(result.id());
    assertThat(run).isNotNull();
    assertThat(run.state()).isEqualTo(StateType.SUCCESS);
    List<FlowVersionRow> versions =
        store
            .queries()
            .flowVersions(PageRequest.where(Condition.is(FlowVersionField.FLOW, flow.name())))
            .nodes();
    assertThat(versions).hasSize(1);
    assertThat(versions.getFirst().created()).isBetween(before, Instant.now());
    assertThat(run.definition().version()).contains(versions.getFirst().id());
    Condition four =
        Condition.and(
            Condition.is(TaskRunField.RUN, result.id().toString()),
            new Compare(TaskRunField.VALUE, Operator.CONTAINS, 4));
    assertThat(store.queries().taskRuns(PageRequest.where(four)).nodes())
        .extracting(row -> row.id())
        .containsExactly(new TaskRunId(result.id(), "twice", 2));
    assertThat(store.queries().childStates(List.of(new TaskRunId(result.id(), "twice", -1))))
        .containsValue(Map.of(StateType.SUCCESS, 3));
  }

  @Test
  void a_run_that_waits_is_found_by_its_user_and_its_labels() {
    Journal.Start start =
        local(store, flow).withId(new RunId(UUID.randomUUID())).plan(new Argument[0]).start();
    RunEntry entry =
        new RunEntry(0, Map.of("team", "red"), Optional.empty(), false, Placement.ANYWHERE);
    assertThat(store.journal(flow, Flows.ORIGIN).admit(start, entry, false, Optional.empty()))
        .isInstanceOf(Admission.Waits.class);
    assertThat(by("tester")).containsExactly(start.run());
    Condition red =
        Condition.and(
            ofFlow, new Compare(RunField.LABELS, Operator.CONTAINS, Map.of("team", "red")));
    assertThat(store.queries().runs(PageRequest.where(red)).nodes())
        .extracting(RunRow::id)
        .containsExactly(start.run());
  }
}
