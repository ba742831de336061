package dev.praetor.bench;

import static dev.praetor.store.query.condition.Condition.and;
import static dev.praetor.store.query.condition.Condition.is;

import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.StoreQueries;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Condition.Compare;
import dev.praetor.store.query.condition.Condition.Has;
import dev.praetor.store.query.condition.Field;
import dev.praetor.store.query.condition.FlowField;
import dev.praetor.store.query.condition.LogField;
import dev.praetor.store.query.condition.Operator;
import dev.praetor.store.query.condition.Order;
import dev.praetor.store.query.condition.Relation;
import dev.praetor.store.query.condition.RunField;
import dev.praetor.store.query.condition.TaskRunField;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The usual lists of a server: by the filters and in the orders that people choose. */
final class ListQuestions {
  private static final Condition FAILED = is(TaskRunField.STATE, StateType.FAILED);
  private static final int AT_ONCE = 50;
  private final StoreQueries queries;
  private final ServedHistory history;

  ListQuestions(StoreQueries queries, ServedHistory history) {
    this.queries = queries;
    this.history = history;
  }

  List<ListQuestion> all() {
    return Stream.of(runs(), runsByOthers(), taskRuns(), ofTheLargeRun(), logs(), others())
        .flatMap(List::stream)
        .toList();
  }

  private ListQuestion runs(String name, Condition where, Order... order) {
    return ListQuestion.pages(
        "runs " + name, queries::runs, PageRequest.where(where).withOrder(order));
  }

  private ListQuestion taskRuns(String name, Condition where, Order... order) {
    return ListQuestion.pages(
        "task runs " + name, queries::taskRuns, PageRequest.where(where).withOrder(order));
  }

  private ListQuestion logs(String name, Condition where, Order... order) {
    return ListQuestion.pages(
        "log lines " + name, queries::logs, PageRequest.where(where).withOrder(order));
  }

  private static Condition failed(Field state) {
    return new Compare(
        state,
        Operator.IN,
        List.of(
            StateType.FAILED, StateType.CRASHED, StateType.TIMED_OUT, StateType.TRIGGER_FAILED));
  }

  private List<ListQuestion> runs() {
    Condition ofFlow = is(RunField.FLOW, History.flow(3));
    return List.of(
        runs("by default", Condition.ALWAYS),
        runs("the oldest first", Condition.ALWAYS, Order.ascending(RunField.CREATED)),
        runs("the last to end first", Condition.ALWAYS, Order.descending(RunField.ENDED)),
        runs("the longest first", Condition.ALWAYS, Order.descending(RunField.DURATION)),
        runs("of a flow", ofFlow),
        runs("of a flow, the longest first", ofFlow, Order.descending(RunField.DURATION)),
        runs("that failed", is(RunField.STATE, StateType.FAILED)),
        runs("that were unsuccessful, of a flow", and(ofFlow, failed(RunField.STATE))),
        runs(
            "created before a time",
            new Compare(RunField.CREATED, Operator.LT, middle().times().created())),
        runs("whose message is like a text", like(RunField.MESSAGE, "%99%")),
        runs("whose message is like a text of none", like(RunField.MESSAGE, "%no such%")));
  }

  private static Condition like(Field field, String pattern) {
    return new Compare(field, Operator.ILIKE, pattern);
  }

  private StoredRun middle() {
    return history.of().small().get(history.of().small().size() / 2);
  }

  private List<ListQuestion> runsByOthers() {
    return List.of(
        runs(
            "with a label",
            new Compare(RunField.LABELS, Operator.CONTAINS, Map.of("team", ServedHistory.team(4)))),
        runs(
            "with a label of none",
            new Compare(RunField.LABELS, Operator.CONTAINS, Map.of("team", "none"))),
        runs(
            "with a parameter",
            new Compare(RunField.PARAMETERS, Operator.CONTAINS, Map.of("region", "r3"))),
        runs(
            "with a parameter of one",
            new Compare(RunField.PARAMETERS, Operator.CONTAINS, Map.of("size", 5_000))),
        runs(
            "of flows whose name is like a text",
            new Has(Relation.RUN_FLOW, like(FlowField.NAME, "%-07"))),
        runs(
            "with a failed task run of a node",
            new Has(Relation.RUN_TASK_RUNS, and(is(TaskRunField.NODE, "noop"), FAILED))),
        runs("with a severe log line", new Has(Relation.RUN_LOGS, is(LogField.LEVEL, "ERROR"))));
  }

  private List<ListQuestion> taskRuns() {
    Condition ofFlow = new Has(Relation.TASK_RUN_RUN, is(RunField.FLOW, History.flow(5)));
    return List.of(
        taskRuns("by default", Condition.ALWAYS),
        taskRuns("that failed", FAILED),
        taskRuns("that failed, with a message", and(FAILED, like(TaskRunField.MESSAGE, "%fifth%"))),
        taskRuns("that run", is(TaskRunField.STATE, StateType.RUNNING)),
        taskRuns("of a node", is(TaskRunField.NODE, "noop")),
        taskRuns("of a flow", ofFlow),
        taskRuns("of a flow, that failed", and(ofFlow, FAILED)),
        taskRuns(
            "of a run",
            is(TaskRunField.RUN, middle().id().toString()),
            Order.ascending(TaskRunField.NODE),
            Order.ascending(TaskRunField.INDEX)),
        taskRuns(
            "of a run, the longest first",
            is(TaskRunField.RUN, middle().id().toString()),
            Order.descending(TaskRunField.DURATION)),
        taskRuns("the newest first", Condition.ALWAYS, Order.descending(TaskRunField.CREATED)),
        taskRuns("with a value", new Compare(TaskRunField.VALUE, Operator.CONTAINS, 7)));
  }

  private List<ListQuestion> ofTheLargeRun() {
    Condition ofRun = is(TaskRunField.RUN, history.of().large().toString());
    Order[] byIndex = {Order.ascending(TaskRunField.NODE), Order.ascending(TaskRunField.INDEX)};
    return List.of(
        taskRuns("of the large run", ofRun, byIndex),
        taskRuns("of the large run, that failed", and(ofRun, FAILED), byIndex),
        taskRuns(
            "of the large run, the longest first", ofRun, Order.descending(TaskRunField.DURATION)));
  }

  private List<ListQuestion> logs() {
    Condition ofRun = is(LogField.RUN, middle().id().toString());
    Order inOrder = Order.ascending(LogField.ID);
    return List.of(
        logs("by default", Condition.ALWAYS),
        logs("of a run", ofRun, inOrder),
        logs("of a run, with a text", and(ofRun, like(LogField.TEXT, "%element 7%")), inOrder),
        logs("that are errors", is(LogField.LEVEL, "ERROR")),
        logs("with a text", like(LogField.TEXT, "%element 7%")),
        logs("with a text of none", like(LogField.TEXT, "%no such%")),
        logs("of a flow", new Has(Relation.LOG_RUN, is(RunField.FLOW, History.flow(9)))));
  }

  private List<ListQuestion> others() {
    List<RunId> runs =
        history.of().small().subList(0, AT_ONCE).stream().map(StoredRun::id).toList();
    return List.of(
        ListQuestion.pages("flows", queries::flows, PageRequest.all()),
        ListQuestion.pages("versions of flows", queries::flowVersions, PageRequest.all()),
        new ListQuestion("the number of runs", _ -> queries.countRuns(Condition.ALWAYS)),
        new ListQuestion("the number of task runs", _ -> queries.countTaskRuns(Condition.ALWAYS)),
        new ListQuestion("the number of task runs that failed", _ -> queries.countTaskRuns(FAILED)),
        new ListQuestion(
            "10 task runs of each of 50 runs",
            _ -> queries.taskRunsOf(runs, PageRequest.all().withFirst(10))),
        new ListQuestion(
            "the states of the task runs of 50 runs", _ -> queries.taskRunStates(runs)),
        new ListQuestion("the records of 50 runs", _ -> queries.recordsOfRuns(runs)));
  }
}
