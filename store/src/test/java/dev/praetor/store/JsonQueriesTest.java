package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.engine.codec.ExactJson;
import dev.praetor.store.db.Sql;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Condition.Compare;
import dev.praetor.store.query.condition.InvalidQuery;
import dev.praetor.store.query.condition.Operator;
import dev.praetor.store.query.condition.Order;
import dev.praetor.store.query.condition.TaskRunField;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Conditions on JSON hold for the same documents on each database. */
@ParameterizedClass
@EnumSource
class JsonQueriesTest extends StoreTest {
  private static final String RUN = "01a21b48-e208-75c1-84aa-a132a48d20a9";

  JsonQueriesTest(Databases databases) {
    super(databases, databases.fresh());
  }

  /** Writes documents as the values of the children of a node. */
  private void write(List<String> documents) throws SQLException {
    try (Connection connection = database.writing().getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                """
                INSERT INTO task_run (run, node, idx, state, attempts, created, value, sequence)
                VALUES (?, 'node', ?, 'Success', 1, 0, ?, 0)
                """)) {
      for (int i = 0; i < documents.size(); i++) {
        Sql.bind(insert, RUN, i, documents.get(i));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private List<Integer> with(Condition where) {
    PageRequest request =
        PageRequest.where(where)
            .withOrder(Order.ascending(TaskRunField.INDEX))
            .withFirst(PageRequest.MOST);
    return store.queries().taskRuns(request).nodes().stream().map(row -> row.id().index()).toList();
  }

  private List<Integer> containing(Object part) {
    return with(new Compare(TaskRunField.VALUE, Operator.CONTAINS, part));
  }

  private List<Integer> having(String name) {
    return with(new Compare(TaskRunField.VALUE, Operator.HAS_KEY, name));
  }

  @Test
  void documents_that_contain_random_parts() throws Exception {
    RandomJson random = new RandomJson(new SplittableRandom(7));
    List<Object> documents = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      documents.add(random.present(4));
    }
    write(documents.stream().map(ExactJson.MAPPER::writeValueAsString).toList());
    int found = 0;
    for (int i = 0; i < 400; i++) {
      Object part = random.presentPart(documents.get(i % documents.size()));
      List<Integer> expected =
          IntStream.range(0, documents.size())
              .filter(at -> RandomJson.contains(documents.get(at), part))
              .boxed()
              .toList();
      assertThat(containing(part)).as("%s", part).isEqualTo(expected);
      found += expected.isEmpty() ? 0 : 1;
    }
    assertThat(found).isBetween(200, 400);
  }

  @Test
  void characters_that_no_text_of_a_database_can_contain() throws Exception {
    write(
        List.of(
            "\"a\\u0000b\"",
            "\"\\\\u0000\"",
            "\"\\ud83d\\ude00\"",
            "\"\\ude00\\ud83d\"",
            "\"\\uD83D\\uD83D\\uDE00\"",
            "\"\\\\\\ud83d\\\\\"",
            "{\"a\\u0000\\u0000\": 1}"));
    assertThat(containing("a\0b")).containsExactly(0);
    assertThat(containing("a\uFFFDb")).containsExactly(0);
    assertThat(containing("\\u0000")).containsExactly(1);
    assertThat(containing("😀")).containsExactly(2);
    assertThat(containing("\uDE00\uD83D")).containsExactly(3);
    assertThat(containing("\uFFFD😀")).containsExactly(4);
    assertThat(containing("\\\uFFFD\\")).containsExactly(5);
    assertThat(containing(Map.of("a\0\0", 1))).containsExactly(6);
    assertThat(having("a\0\0")).containsExactly(6);
  }

  @Test
  void texts_that_are_no_json_contain_nothing_and_hide_no_other() throws Exception {
    write(
        List.of("{\"a\":", "", "no", "{\"a\": 1}", "[{\"a\": 1}]", "\"a\"", "[\"a\"]", "1E400000"));
    assertThat(containing(Map.of("a", 1))).containsExactly(3);
    assertThat(containing(Map.of())).containsExactly(3);
    assertThat(containing(List.of(Map.of("a", new BigDecimal("1.00"))))).containsExactly(4);
    assertThat(containing("a")).containsExactly(5, 6);
    assertThat(containing(1)).isEmpty();
    assertThat(having("a")).containsExactly(3);
    assertThat(with(Condition.not(new Compare(TaskRunField.VALUE, Operator.HAS_KEY, "a"))))
        .containsExactly(0, 1, 2, 4, 5, 6, 7);
  }

  @Test
  void deep_documents() throws Exception {
    write(List.of("[".repeat(2_000) + "]".repeat(2_000), "[]"));
    assertThat(containing(List.of(List.of(List.of())))).containsExactly(0);
    assertThat(containing(List.of())).containsExactly(0, 1);
  }

  @Test
  void numbers_of_each_class() throws Exception {
    write(List.of("100", "0.5"));
    for (Number hundred :
        List.of((byte) 100, (short) 100, 100, 100L, 100.0, 100F, BigInteger.valueOf(100))) {
      assertThat(containing(hundred)).as("%s", hundred.getClass()).containsExactly(0);
    }
    assertThat(containing(0.5F)).containsExactly(1);
    assertThat(containing(new BigDecimal("5E-1"))).containsExactly(1);
    for (Number none :
        List.of(
            Double.NaN,
            Float.POSITIVE_INFINITY,
            new BigDecimal("1E2000"),
            BigInteger.TWO.pow(9_999))) {
      assertThatThrownBy(() -> containing(none)).isInstanceOf(InvalidQuery.class);
    }
  }

  @Test
  void parts_that_are_no_json_or_too_large_are_refused() {
    Object deep = List.of();
    for (int i = 0; i < 20; i++) {
      deep = List.of(deep);
    }
    for (Object part : List.of(new Object(), Map.of(1, "a"), List.of(new StringBuilder()), deep)) {
      assertThatThrownBy(() -> containing(part))
          .isInstanceOf(InvalidQuery.class)
          .hasMessageContaining("'value' of a task run with CONTAINS takes");
    }
    assertThatThrownBy(() -> containing(Collections.nCopies(200, 1)))
        .isInstanceOf(InvalidQuery.class)
        .hasMessageContaining("at most 200 comparisons");
    assertThat(containing(Objects.requireNonNull(((List<?>) deep).getFirst()))).isEmpty();
  }
}
