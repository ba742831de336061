package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Aggregates as callers ask for them. */
class AggregateQuestionsTest {
  @TempDir private Path home;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.at(home);
    GeneratedHistory.write(GeneratedHistory.random(3, 200), home);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void without_groups_all_runs_are_one_group() {
    JsonNode groups = server.query("{ runsAggregate { key count } }").path("runsAggregate");
    assertThat(groups.size()).isEqualTo(1);
    assertThat(groups.path(0).path("key").size()).isZero();
    assertThat(groups.path(0).path("count").asLong()).isEqualTo(200);
  }

  @Test
  void the_same_measure_may_be_selected_twice_with_other_arguments() {
    JsonNode group =
        server
            .query(
                """
                { runsAggregate {
                    all: taskRuns(node: "send_reminder") { sum }
                    failed: taskRuns(node: "send_reminder", states: [Failed]) { sum max }
                    again: taskRuns(node: "send_reminder", states: [Failed]) { n p50 } } }
                """)
            .path("runsAggregate")
            .path(0);
    assertThat(group.at("/failed/sum").asDouble())
        .isPositive()
        .isLessThan(group.at("/all/sum").asDouble());
    assertThat(group.at("/again/n").asLong()).isEqualTo(200);
  }

  @Test
  void groups_are_selected_and_ordered_by_their_numbers() {
    JsonNode groups =
        server
            .query(
                """
                query ($least: Float) {
                  taskRunsAggregate(groupBy: [{field: flow}, {field: node}, {field: state}],
                      having: {_or: [{count: {_gte: $least}}, {attempts: {avg: {_lt: 0.5}}}]},
                      orderBy: [{attempts: {avg: desc}}, {count: asc}], first: 1000) {
                    key count attempts { avg } } }
                """,
                Map.of("least", 40))
            .path("taskRunsAggregate");
    double before = Double.MAX_VALUE;
    for (JsonNode group : groups) {
      double attempts = group.at("/attempts/avg").asDouble();
      assertThat(attempts).isLessThanOrEqualTo(before);
      assertThat(group.path("count").asLong() >= 40 || attempts < 0.5).isTrue();
      before = attempts;
    }
    assertThat(groups.size()).isGreaterThan(5);
  }

  @Test
  void arguments_that_do_not_fit_together_are_refused_in_words() {
    for (List<String> each :
        List.of(
            List.of("groupBy: [{}]", "one of 'field', 'label' and 'time'"),
            List.of("groupBy: [{field: flow, label: \"x\"}]", "one of 'field', 'label' and"),
            List.of("groupBy: [{time: created}]", "with a 'time' has a 'bucket'"),
            List.of("groupBy: [{field: flow, zone: \"UTC\"}]", "no other part has one"),
            List.of("groupBy: [{field: flow, bucket: DAY}]", "no other part has one"),
            List.of(
                "groupBy: [{time: created, bucket: DAY, zone: \"Mars/Base\"}]",
                "'Mars/Base' is not a time zone"),
            List.of("groupBy: [{field: flow}, {field: flow}]", "two parts with the name 'flow'"),
            List.of("orderBy: [{}]", "names one number, not 0"),
            List.of("orderBy: [{count: desc, duration: {n: asc}}]", "names one number, not 2"),
            List.of("having: {count: null}", "'count' is null"),
            List.of("having: {count: {_gt: null}}", "'_gt' is null"),
            List.of("first: 0", "1 to 1,000 groups, not 0"),
            List.of("first: 1001", "1 to 1,000 groups, not 1,001"))) {
      JsonNode error =
          server
              .graphql("{ runsAggregate(%s) { count } }".formatted(each.get(0)), Map.of())
              .path("errors")
              .path(0);
      assertThat(error.path("message").asString()).as(each.get(0)).contains(each.get(1));
      assertThat(error.at("/extensions/code").asString()).isEqualTo("BAD_REQUEST");
    }
  }

  @Test
  void a_request_with_many_aggregates_is_too_costly() {
    StringBuilder many = new StringBuilder("{");
    for (int i = 0; i < 11; i++) {
      many.append(" a%d: runsAggregate { count }".formatted(i));
    }
    assertThat(server.code(many.append(" }").toString())).isEqualTo("TOO_COSTLY");
  }
}
