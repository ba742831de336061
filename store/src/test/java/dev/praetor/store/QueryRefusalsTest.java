package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.ErrorCode;
import dev.praetor.StateType;
import dev.praetor.store.db.Sql;
import dev.praetor.store.query.CappedCount;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Condition.Compare;
import dev.praetor.store.query.condition.InvalidQuery;
import dev.praetor.store.query.condition.LogField;
import dev.praetor.store.query.condition.Operator;
import dev.praetor.store.query.condition.Order;
import dev.praetor.store.query.condition.Relation;
import dev.praetor.store.query.condition.RunField;
import dev.praetor.store.query.condition.TaskRunField;
import dev.praetor.store.query.row.RunRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The limits of queries, and what is beyond them. */
@ParameterizedClass
@EnumSource
class QueryRefusalsTest extends StoreTest {
  private static final String RUN = "01a21b48-e208-75c1-84aa-a132a48d20a9";

  QueryRefusalsTest(Databases databases) {
    super(databases, databases.fresh());
  }

  private static void refused(String message, ThrowingCallable query) {
    assertThatThrownBy(query)
        .isInstanceOfSatisfying(
            InvalidQuery.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST))
        .hasMessageContaining(message);
  }

  @Test
  void a_cursor_is_refused_if_it_is_damaged_or_of_another_order() throws Exception {
    QueryThingWriter.write(database, QueryThings.random(1, 5));
    PageRequest request = PageRequest.all().withFirst(2);
    String cursor = store.queries().runs(request).endCursor().orElseThrow();
    assertThat(store.queries().runs(request.withAfter(cursor)).nodes()).hasSize(2);
    for (int i = 0; i < cursor.length(); i++) {
      String damaged = cursor.substring(0, i) + cursor.substring(i + 1);
      refused("the cursor is damaged", () -> store.queries().runs(request.withAfter(damaged)));
    }
    for (String damaged : List.of("", "x", "💥", cursor + cursor, "A".repeat(300_000))) {
      refused("the cursor is damaged", () -> store.queries().runs(request.withAfter(damaged)));
    }
    PageRequest named = request.withOrder(Order.ascending(RunField.NAME));
    refused("another order", () -> store.queries().runs(named.withAfter(cursor)));
    refused("another order", () -> store.queries().taskRuns(request.withAfter(cursor)));
  }

  @Test
  void a_page_between_cursors_in_the_wrong_order_is_refused() throws Exception {
    QueryThingWriter.write(database, QueryThings.random(1, 5));
    PageRequest request = PageRequest.all().withFirst(1);
    String first = store.queries().runs(request).endCursor().orElseThrow();
    String last =
        store.queries().runs(request.withBefore(PageRequest.END)).endCursor().orElseThrow();
    assertThat(store.queries().runs(request.withAfter(first).withBefore(last)).nodes()).hasSize(1);
    refused(
        "nothing lies between",
        () -> store.queries().runs(request.withAfter(last).withBefore(first)));
    refused(
        "nothing lies between",
        () -> store.queries().runs(request.withAfter(first).withBefore(first)));
    refused("the cursor is damaged", () -> store.queries().runs(request.withBefore("x")));
  }

  @Test
  void a_page_has_1_to_1000_entries() {
    refused("a page has 1 to 1,000 entries, not 0", () -> PageRequest.all().withFirst(0));
    refused("not 1,001", () -> PageRequest.all().withFirst(1_001));
  }

  @Test
  void a_relation_leads_from_its_own_entity() {
    refused(
        "leads from a task run, not from a run",
        () ->
            store.queries().countRuns(new Condition.Has(Relation.TASK_RUN_RUN, Condition.ALWAYS)));
  }

  @Test
  void a_pattern_does_not_end_within_an_escape() {
    refused("ends with a backslash", () -> named(Operator.LIKE, "a\\"));
    refused("at most 1,000 characters", () -> named(Operator.ILIKE, "a".repeat(1_001)));
    named(Operator.LIKE, "%a_".repeat(333));
    named(Operator.ILIKE, "%a_".repeat(333));
  }

  private CappedCount named(Operator operator, Object value) {
    return store.queries().countRuns(new Compare(RunField.NAME, operator, value));
  }

  @Test
  void the_largest_conditions_work_and_larger_ones_are_refused() {
    List<String> names = IntStream.range(0, 1_000).mapToObj(Integer::toString).toList();
    Condition list = new Compare(RunField.NAME, Operator.NOT_IN, names);
    assertThat(store.queries().countRuns(and(20, list)).n()).isZero();
    assertThat(store.queries().countRuns(and(200, Condition.is(RunField.NAME, "x"))).n()).isZero();
    assertThat(store.queries().countRuns(nested(19)).n()).isZero();
    refused("at most 20 levels", () -> store.queries().countRuns(nested(20)));
    refused(
        "at most 200 comparisons",
        () -> store.queries().countRuns(and(201, Condition.is(RunField.NAME, "x"))));
    refused(
        "at most 1,000 values, not 1,001",
        () -> named(Operator.IN, Collections.nCopies(1_001, "x")));
    refused("at most 20,000 values in its lists", () -> store.queries().countRuns(and(21, list)));
  }

  private static Condition and(int n, Condition each) {
    return new Condition.Or(Collections.nCopies(n, each));
  }

  private static Condition nested(int depth) {
    Condition nested = Condition.is(RunField.NAME, "x");
    for (int i = 0; i < depth; i++) {
      nested = i % 2 == 0 ? Condition.not(nested) : new Condition.Has(Relation.RUN_PARENT, nested);
    }
    return nested;
  }

  @Test
  void extreme_values_are_taken() throws Exception {
    QueryThingWriter.write(database, QueryThings.random(2, 5));
    for (Operator operator :
        List.of(Operator.EQ, Operator.NEQ, Operator.GT, Operator.GTE, Operator.LT, Operator.LTE)) {
      for (Object text : List.of("\0", "\ud800", "a\0b", "😀".repeat(10_000))) {
        named(operator, text);
        named(operator, text);
      }
      for (Object time : List.of(Instant.MIN, Instant.MAX, Instant.EPOCH)) {
        store.queries().countRuns(new Compare(RunField.STARTED, operator, time));
      }
      for (Object length :
          List.of(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofSeconds(Long.MIN_VALUE))) {
        store.queries().countRuns(new Compare(RunField.DURATION, operator, length));
      }
      for (long number : new long[] {Long.MIN_VALUE, Long.MAX_VALUE}) {
        store.queries().countTaskRuns(new Compare(TaskRunField.INDEX, operator, number));
      }
    }
    assertThat(
            store.queries().countRuns(new Compare(RunField.CREATED, Operator.LT, Instant.MAX)).n())
        .isEqualTo(5);
    assertThat(
            store
                .queries()
                .countRuns(new Compare(RunField.LABELS, Operator.CONTAINS, Map.of("a\0", "\0")))
                .n())
        .isZero();
  }

  @Test
  void a_count_stops_at_10_000() throws Exception {
    try (Connection connection = database.writing().getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement(
              """
              INSERT INTO log (run, id, node, idx, attempt, time, level, logger, text)
              VALUES (?, ?, 'send', -1, 1, ?, 'INFO', 'test', 'x')
              """)) {
        for (int i = 0; i < 10_001; i++) {
          Sql.bind(insert, RUN, (long) i, Long.MAX_VALUE / 2);
          insert.addBatch();
        }
        insert.executeBatch();
      }
      connection.commit();
    }
    assertThat(store.queries().countLogs(Condition.ALWAYS))
        .isEqualTo(new CappedCount(10_000, true));
    assertThat(store.queries().countLogs(new Compare(LogField.ID, Operator.LT, 10_000L)))
        .isEqualTo(new CappedCount(10_000, false));
  }

  @Test
  void a_damaged_row_hides_no_other() throws Exception {
    QueryThingWriter.write(database, QueryThings.random(3, 6));
    List<RunRow> before = store.queries().runs(PageRequest.all()).nodes();
    try (Connection connection = database.writing().getConnection()) {
      Sql.update(
          connection,
          "UPDATE flow_run SET origin = '{\"target\":' WHERE id = ?",
          before.get(1).id().toString());
      Sql.update(
          connection,
          "UPDATE flow_run SET state = 'Odd' WHERE id = ?",
          before.get(2).id().toString());
      Sql.update(
          connection,
          "UPDATE flow_run SET id = 'no id' WHERE id = ?",
          before.get(3).id().toString());
    }
    List<RunRow> after = store.queries().runs(PageRequest.all()).nodes();
    assertThat(after.stream().map(RunRow::id))
        .containsExactly(
            before.get(0).id(),
            before.get(1).id(),
            before.get(2).id(),
            before.get(4).id(),
            before.get(5).id());
    for (RunRow damaged : after.subList(1, 3)) {
      assertThat(damaged.state()).isEqualTo(StateType.CRASHED);
      assertThat(damaged.status().message()).startsWith("its record is damaged: ");
    }
  }
}
