package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.RunId;
import dev.praetor.store.model.TaskRunId;
import dev.praetor.store.query.Belonging;
import dev.praetor.store.query.CappedCount;
import dev.praetor.store.query.Page;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.StoreQueries;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.FlowVersionField;
import dev.praetor.store.query.condition.LogField;
import dev.praetor.store.query.condition.Operator;
import dev.praetor.store.query.condition.Order;
import dev.praetor.store.query.condition.RunField;
import dev.praetor.store.query.condition.TaskRunField;
import dev.praetor.store.query.row.FlowVersionRow;
import dev.praetor.store.query.row.TaskRunRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The methods for several owners answer as the methods for one do. */
@ParameterizedClass
@EnumSource
class QueryBatchesTest extends StoreTest {
  private static final int RUNS = 70;
  private final List<QueryThing> things = QueryThings.random(4, RUNS);
  private final List<RunId> runs = ids();

  QueryBatchesTest(Databases databases) {
    super(databases, databases.fresh());
  }

  @BeforeEach
  void write() throws Exception {
    QueryThingWriter.write(database, things);
  }

  private List<RunId> ids() {
    List<RunId> ids = new ArrayList<>();
    QueryThings.of(things, Entity.RUN)
        .forEach(run -> ids.add(RunId.parse(String.valueOf(run.get(RunField.ID)))));
    return List.copyOf(ids);
  }

  private static <K, R> void areAlike(
      Map<K, Page<R>> pages, List<K> owners, Function<K, Page<R>> one) {
    assertThat(pages.keySet()).containsExactlyElementsOf(owners);
    pages.forEach((owner, page) -> assertThat(page).as("%s", owner).isEqualTo(one.apply(owner)));
    assertThat(pages.values()).anyMatch(Page::hasNextPage).anyMatch(page -> !page.hasNextPage());
  }

  private static PageRequest with(PageRequest request, Condition owned) {
    return new PageRequest(
        Condition.and(owned, request.where()),
        request.orderBy(),
        request.first(),
        request.after(),
        request.before());
  }

  @Test
  void the_task_runs_of_runs() {
    StoreQueries queries = store.queries();
    PageRequest request =
        PageRequest.where(new Condition.Compare(TaskRunField.MESSAGE, Operator.LIKE, "%a%"))
            .withOrder(
                Order.descending(TaskRunField.STARTED), Order.ascending(TaskRunField.MESSAGE))
            .withFirst(2);
    Map<RunId, Page<TaskRunRow>> pages = queries.taskRunsOf(runs, request);
    areAlike(
        pages,
        runs,
        run -> queries.taskRuns(with(request, Condition.is(TaskRunField.RUN, run.toString()))));
    Map.Entry<RunId, Page<TaskRunRow>> more =
        pages.entrySet().stream()
            .filter(page -> page.getValue().hasNextPage())
            .findFirst()
            .orElseThrow();
    RunId first = more.getKey();
    PageRequest next = request.withAfter(more.getValue().endCursor().orElseThrow());
    assertThat(queries.taskRunsOf(List.of(first), next).get(first))
        .isEqualTo(queries.taskRuns(with(next, Condition.is(TaskRunField.RUN, first.toString()))));
  }

  @Test
  void the_runs_of_flows_the_runs_within_runs_and_restarts() {
    StoreQueries queries = store.queries();
    List<String> flows =
        QueryThings.of(things, Entity.FLOW).stream()
            .map(flow -> flow.flow().orElseThrow().text())
            .toList();
    PageRequest request = PageRequest.all().withFirst(3);
    areAlike(
        queries.runsOfFlows(flows, request),
        flows,
        flow -> queries.runs(with(request, Condition.is(RunField.FLOW, flow))));
    PageRequest one = PageRequest.all().withFirst(1);
    areAlike(
        queries.runsWithin(runs, one),
        runs,
        run -> queries.runs(with(one, Condition.is(RunField.PARENT, run.toString()))));
    areAlike(
        queries.restartsOf(runs, one),
        runs,
        run -> queries.runs(with(one, Condition.is(RunField.RESTART_OF, run.toString()))));
    List<String> versions =
        QueryThings.of(things, Entity.FLOW_VERSION).stream()
            .map(version -> String.valueOf(version.get(FlowVersionField.ID)))
            .toList();
    areAlike(
        queries.versionsOfFlows(flows, one),
        flows,
        flow -> {
          Page<FlowVersionRow> page = queries.flowVersions(with(one, Belonging.isVersionOf(flow)));
          return page.withNodes(page.nodes().stream().map(version -> version.of(flow)).toList());
        });
    assertThat(queries.runsOfVersions(versions, request).keySet())
        .containsExactlyElementsOf(versions);
  }

  @Test
  void children_and_log_lines() {
    StoreQueries queries = store.queries();
    List<TaskRunId> mapped = runs.stream().map(run -> new TaskRunId(run, "send", -1)).toList();
    PageRequest one = PageRequest.all().withFirst(1);
    areAlike(
        queries.childrenOf(mapped, one),
        mapped,
        node ->
            queries.taskRuns(
                with(
                        one,
                        Condition.and(
                            Condition.is(TaskRunField.RUN, node.run().toString()),
                            Condition.is(TaskRunField.NODE, "send"),
                            new Condition.Compare(TaskRunField.INDEX, Operator.GTE, 0L)))
                    .withOrder(Order.ascending(TaskRunField.INDEX))));
    PageRequest byId = one.withOrder(Order.ascending(LogField.ID));
    areAlike(
        queries.logsOf(runs, one),
        runs,
        run -> queries.logs(with(byId, Condition.is(LogField.RUN, run.toString()))));
    assertThat(queries.logsOfTaskRuns(mapped, one).keySet()).containsExactlyElementsOf(mapped);
  }

  @Test
  void counts_of_several_owners() {
    StoreQueries queries = store.queries();
    Condition where = new Condition.Compare(TaskRunField.ATTEMPTS, Operator.GT, 0L);
    Map<RunId, CappedCount> counts = queries.countTaskRunsOf(runs, where);
    assertThat(counts.keySet()).containsExactlyElementsOf(runs);
    counts.forEach((run, count) ->
        assertThat(count)
            .isEqualTo(
                queries.countTaskRuns(
                    Condition.and(Condition.is(TaskRunField.RUN, run.toString()), where))));
  }

  @Test
  void rows_and_records_by_their_ids() {
    StoreQueries queries = store.queries();
    RunId unknown = RunId.parse("00000000-0000-7000-8000-000000000000");
    List<RunId> asked = new ArrayList<>(runs);
    asked.add(unknown);
    assertThat(queries.runsById(asked).keySet()).containsExactlyInAnyOrderElementsOf(runs);
    assertThat(queries.recordsOfRuns(asked).keySet()).containsExactlyInAnyOrderElementsOf(runs);
    List<TaskRunId> taskRuns =
        QueryThings.of(things, Entity.TASK_RUN).stream()
            .map(each ->
                new TaskRunId(
                    RunId.parse(String.valueOf(each.get(TaskRunField.RUN))),
                    String.valueOf(each.get(TaskRunField.NODE)),
                    each.get(TaskRunField.INDEX) instanceof Long index ? index.intValue() : -1))
            .toList();
    assertThat(queries.taskRunsById(taskRuns).keySet())
        .containsExactlyInAnyOrderElementsOf(taskRuns);
    assertThat(queries.recordsOfTaskRuns(taskRuns).keySet())
        .containsExactlyInAnyOrderElementsOf(taskRuns);
    assertThat(queries.taskRunsById(List.of(new TaskRunId(unknown, "send", -1)))).isEmpty();
    assertThat(queries.specs(List.of("hash-1", "none")).keySet()).containsExactly("hash-1");
    assertThat(queries.flowVersionsById(List.of("hash-1", "none")).keySet())
        .containsExactly("hash-1");
    assertThat(queries.schedulesOfFlows(List.of("alpha", "Beta")).keySet())
        .containsExactly("alpha");
  }
}
