package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.store.query.CappedCount;
import dev.praetor.store.query.Page;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.ProjectScope;
import dev.praetor.store.query.StoreQueries;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.Field;
import dev.praetor.store.query.condition.InvalidQuery;
import dev.praetor.store.query.condition.KeyField;
import dev.praetor.store.query.condition.LogField;
import dev.praetor.store.query.condition.Operator;
import dev.praetor.store.query.condition.Order;
import dev.praetor.store.query.condition.ProjectField;
import dev.praetor.store.query.condition.RunField;
import dev.praetor.store.query.condition.SecretField;
import dev.praetor.store.query.condition.TaskRunField;
import dev.praetor.store.query.condition.VariableField;
import dev.praetor.store.query.scan.ColumnUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Queries select on each database what a second computation selects. */
@ParameterizedClass
@EnumSource
class QueriesTest extends StoreTest {
  private static final long SEED = 20_261;
  private static final int RUNS = 25;
  private static final int ROUNDS = 150;
  private static final int DEPTH = 4;
  private final List<QueryThing> things = QueryThings.random(SEED, RUNS);
  private final QueryModel model = new QueryModel(things);
  private final RandomQueries random = new RandomQueries(new SplittableRandom(SEED), model);

  /** The rule by which columns answer for task runs. */
  private ColumnUse use = ColumnUse.DEFAULT;

  QueriesTest(Databases databases) {
    super(databases, databases.fresh());
  }

  @BeforeEach
  void write() throws Exception {
    QueryThingWriter.write(database, things);
  }

  /** Returns a page of keys of entities. */
  private Page<List<Object>> page(Entity entity, PageRequest request) {
    return page(ProjectScope.ALL, entity, request);
  }

  private Page<List<Object>> page(ProjectScope scope, Entity entity, PageRequest request) {
    StoreQueries queries = store.queries(() -> scope);
    return switch (entity) {
      case RUN -> map(queries.runs(request), QueryKeys::of);
      case TASK_RUN -> map(queries.taskRuns(request, use), QueryKeys::of);
      case FLOW -> map(queries.flows(request), flow -> List.of(flow.name(), flow.project()));
      case FLOW_VERSION -> map(queries.flowVersions(request), each -> List.of(each.id()));
      case SCHEDULE -> map(queries.schedules(request), each -> List.of(each.id()));
      case LOG -> map(queries.logs(request), QueryKeys::of);
      case WORKER -> map(queries.workers(request), each -> List.of(each.id()));
      case EVENT -> map(queries.events(request), each -> List.of(each.id()));
      case KEY -> map(queries.keys(request), each -> List.of(each.id()));
      case PROJECT ->
          map(store.projectQueries(() -> scope).page(request), each -> List.of(each.name()));
      case USER -> map(store.userQueries().page(request), each -> List.of(each.id()));
      case AUDIT ->
          map(store.auditPages().page(request), each -> List.of((Object) each.sequence()));
      case SECRET ->
          map(
              store.secretQueries(() -> scope).secrets(request),
              each -> List.of(each.project(), each.name()));
      case VARIABLE ->
          map(
              store.variableQueries(() -> scope).page(request),
              each -> List.of(each.project(), each.name()));
    };
  }

  private static <T> Page<List<Object>> map(Page<T> page, Function<T, List<Object>> key) {
    return page.withNodes(page.nodes().stream().map(key).toList());
  }

  private CappedCount count(Entity entity, Condition where) {
    return count(ProjectScope.ALL, entity, where);
  }

  private CappedCount count(ProjectScope scope, Entity entity, Condition where) {
    StoreQueries queries = store.queries(() -> scope);
    return switch (entity) {
      case RUN -> queries.countRuns(where);
      case TASK_RUN -> queries.countTaskRuns(where);
      case FLOW -> queries.countFlows(where);
      case FLOW_VERSION -> queries.countFlowVersions(where);
      case SCHEDULE -> queries.countSchedules(where);
      case LOG -> queries.countLogs(where);
      case WORKER -> queries.countWorkers(where);
      case EVENT -> queries.countEvents(where);
      case KEY -> queries.countKeys(where);
      case PROJECT -> store.projectQueries(() -> scope).count(where);
      case USER -> store.userQueries().count(where);
      case AUDIT -> store.auditPages().count(where);
      case SECRET -> store.secretQueries(() -> scope).countSecrets(where);
      case VARIABLE -> store.variableQueries(() -> scope).count(where);
    };
  }

  /** Returns the keys of all entities that a query selects, page by page. */
  private List<List<Object>> all(Entity entity, PageRequest request) {
    List<List<Object>> all = new ArrayList<>();
    PageRequest next = request;
    for (int pages = 0; pages < 500; pages++) {
      Page<List<Object>> page = page(entity, next);
      all.addAll(page.nodes());
      if (!page.hasNextPage()) {
        return all;
      }
      assertThat(page.nodes()).hasSize(request.first());
      next = next.withAfter(page.endCursor().orElseThrow());
    }
    throw new AssertionError("the pages do not end");
  }

  private List<List<Object>> expected(Entity entity, Condition where, List<Order> order) {
    return model.select(entity, where, RandomQueries.total(entity, order)).stream()
        .map(QueryKeys::of)
        .toList();
  }

  private static PageRequest request(Condition where, List<Order> order, int first) {
    return new PageRequest(where, order, first, Optional.empty(), Optional.empty());
  }

  /** Returns the keys of all entities that a query selects, page by page from the last one. */
  private List<List<Object>> backwards(Entity entity, PageRequest request) {
    List<List<Object>> all = new ArrayList<>();
    PageRequest next = request.withBefore(PageRequest.END);
    for (int pages = 0; pages < 500; pages++) {
      Page<List<Object>> page = page(entity, next);
      all.addAll(0, page.nodes());
      assertThat(page.hasNextPage()).isEqualTo(pages > 0);
      if (!page.hasPreviousPage()) {
        return all;
      }
      assertThat(page.nodes()).hasSize(request.first());
      next = next.withBefore(page.startCursor().orElseThrow());
    }
    throw new AssertionError("the pages do not end");
  }

  private void check(Entity entity, Condition where, List<Order> order, int first) {
    List<List<Object>> expected = expected(entity, where, order);
    assertThat(all(entity, request(where, order, first)))
        .as("%s where %s by %s", entity, where, order)
        .isEqualTo(expected);
    assertThat(count(entity, where))
        .as("the number of %s where %s", entity, where)
        .isEqualTo(new CappedCount(expected.size(), false));
  }

  @Test
  void random_queries_select_what_a_second_computation_selects() {
    int selected = 0;
    for (int round = 0; round < ROUNDS; round++) {
      for (Entity entity : Entity.values()) {
        Condition where = random.condition(entity, DEPTH);
        List<Order> order = random.order(entity);
        int first = model.of(entity).size() / 3 + 1;
        check(entity, where, order, first);
        if (round % 3 == 0) {
          assertThat(backwards(entity, request(where, order, first)))
              .as("%s backwards where %s by %s", entity, where, order)
              .isEqualTo(expected(entity, where, order));
        }
        selected += expected(entity, where, order).isEmpty() ? 0 : 1;
      }
    }
    // Otherwise the conditions would prove little.
    assertThat(selected).isGreaterThan(ROUNDS * Entity.values().length / 4);
  }

  @Test
  void task_runs_are_listed_by_their_columns_as_a_second_computation_lists_them() throws Exception {
    WrittenColumns.of(things).write(store);
    use = WrittenColumns.ALWAYS;
    List<TaskRunField> inColumns =
        List.of(
            TaskRunField.DURATION,
            TaskRunField.STARTED,
            TaskRunField.ENDED,
            TaskRunField.CREATED,
            TaskRunField.ATTEMPTS);
    for (int round = 0; round < ROUNDS / 5; round++) {
      Condition where =
          round % 2 == 0 ? Condition.ALWAYS : random.condition(Entity.TASK_RUN, DEPTH);
      List<Order> order = new ArrayList<>();
      TaskRunField field = inColumns.get(round % inColumns.size());
      order.add(new Order(field, round % 4 < 2));
      random.order(Entity.TASK_RUN).stream()
          .filter(each -> each.field() != field)
          .forEach(order::add);
      int first = round % 3 == 0 ? 1 : model.of(Entity.TASK_RUN).size() / 3 + 1;
      check(Entity.TASK_RUN, where, order, first);
      assertThat(backwards(Entity.TASK_RUN, request(where, order, first)))
          .as("backwards where %s by %s", where, order)
          .isEqualTo(expected(Entity.TASK_RUN, where, order));
    }
  }

  /**
   * Returns whether something belongs to a project, or is a worker, to which runs and events lead.
   */
  private boolean isOf(String project, QueryThing thing) {
    return switch (thing.entity()) {
      case RUN, FLOW, FLOW_VERSION, SCHEDULE ->
          thing.flows().stream().anyMatch(flow -> flow.project().equals(project));
      case TASK_RUN -> isOfRun(project, thing, TaskRunField.RUN);
      case LOG -> isOfRun(project, thing, LogField.RUN);
      case EVENT -> thing.project().map(project::equals).orElse(false);
      case KEY -> project.equals(thing.get(KeyField.PROJECT));
      case SECRET -> project.equals(thing.get(SecretField.PROJECT));
      case VARIABLE -> project.equals(thing.get(VariableField.PROJECT));
      case PROJECT -> project.equals(thing.get(ProjectField.NAME));
      case WORKER, USER, AUDIT -> true;
    };
  }

  private boolean isOfRun(String project, QueryThing thing, Field run) {
    return model.of(Entity.RUN).stream()
        .filter(each -> each.has(RunField.ID, thing, run))
        .anyMatch(each -> isOf(project, each));
  }

  @Test
  void queries_in_a_project_select_what_they_would_if_there_were_no_other() {
    for (String project : List.of("acme", "default", "void")) {
      QueryModel alone =
          new QueryModel(
              things.stream()
                  .filter(thing -> isOf(project, thing))
                  .map(thing -> thing.in(project))
                  .toList());
      ProjectScope scope = ProjectScope.of(project);
      for (int round = 0; round < ROUNDS / 3; round++) {
        for (Entity entity : Entity.values()) {
          if (entity == Entity.USER || entity == Entity.AUDIT) {
            continue; // They are of the whole server.
          }
          Condition where = random.condition(entity, DEPTH);
          List<Order> order = random.order(entity);
          List<List<Object>> expected =
              alone.select(entity, where, RandomQueries.total(entity, order)).stream()
                  .map(QueryKeys::of)
                  .toList();
          PageRequest request = request(where, order, 1_000);
          Page<List<Object>> all = page(scope, entity, request);
          assertThat(all.nodes())
              .as("%s of %s where %s by %s", entity, project, where, order)
              .isEqualTo(expected);
          if (expected.size() > 1) {
            Page<List<Object>> first = page(scope, entity, request.withFirst(1));
            assertThat(page(scope, entity, request.withAfter(first.endCursor().orElseThrow())))
                .extracting(Page::nodes)
                .isEqualTo(expected.subList(1, expected.size()));
          }
          assertThat(count(scope, entity, where).n()).isEqualTo(expected.size());
        }
      }
    }
  }

  @Test
  void a_page_between_two_cursors_has_what_lies_between_them() {
    for (Entity entity : Entity.values()) {
      List<Order> order = random.order(entity);
      List<List<Object>> expected = expected(entity, Condition.ALWAYS, order);
      PageRequest request = request(Condition.ALWAYS, order, 1);
      PageRequest one = request;
      for (int i = 0; i < Math.min(3, expected.size() - 1); i++) {
        Page<List<Object>> page = page(entity, one);
        assertThat(page.startCursor()).isEqualTo(page.endCursor());
        one = one.withAfter(page.endCursor().orElseThrow());
      }
      String last = page(entity, request.withBefore(PageRequest.END)).startCursor().orElseThrow();
      int from = Math.min(3, expected.size() - 1);
      assertThat(page(entity, one.withBefore(last).withFirst(1_000)).nodes())
          .as("%s by %s", entity, order)
          .isEqualTo(expected.subList(from, Math.max(from, expected.size() - 1)));
    }
  }

  @Test
  void each_field_takes_its_operators_and_refuses_the_others() {
    for (Entity entity : Entity.values()) {
      for (Field field : RandomQueries.fields(entity)) {
        for (Operator operator : Operator.values()) {
          if (field.operators().contains(operator)) {
            Condition.Compare compare = random.comparison(field, operator);
            check(entity, compare, List.of(), PageRequest.MOST);
            check(entity, Condition.not(compare), List.of(), PageRequest.MOST);
          } else {
            refused(entity, new Condition.Compare(field, operator, "x"));
          }
          refused(entity, new Condition.Compare(field, operator, null));
          refused(entity, new Condition.Compare(field, operator, new Object()));
        }
      }
    }
  }

  @Test
  void a_list_is_in_the_order_of_each_field_and_of_no_field_of_another_entity() {
    for (Entity entity : Entity.values()) {
      for (Entity other : Entity.values()) {
        for (Field field : RandomQueries.fields(other)) {
          for (boolean descending : List.of(true, false)) {
            List<Order> order = List.of(new Order(field, descending));
            if (entity == other && field.type().isOrderable()) {
              check(entity, Condition.ALWAYS, order, model.of(entity).size() / 2 + 1);
            } else {
              assertThatThrownBy(() -> page(entity, PageRequest.all().withOrder(order.getFirst())))
                  .isInstanceOf(InvalidQuery.class)
                  .hasMessageContaining(field.label());
            }
          }
        }
      }
    }
  }

  private void refused(Entity entity, Condition where) {
    assertThatThrownBy(() -> page(entity, PageRequest.where(where)))
        .as("%s", where)
        .isInstanceOf(InvalidQuery.class);
    assertThatThrownBy(() -> count(entity, where)).as("%s", where).isInstanceOf(InvalidQuery.class);
  }
}
