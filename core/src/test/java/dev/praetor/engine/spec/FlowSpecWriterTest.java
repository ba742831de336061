package dev.praetor.engine.spec;

import static dev.praetor.Praetor.container;
import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.inProcess;
import static dev.praetor.Praetor.list;
import static dev.praetor.Praetor.process;
import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Node;
import dev.praetor.Task;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class FlowSpecWriterTest {
  record Person(String name) {}

  static List<Person> people(String office, Set<String> but) {
    return List.of();
  }

  static String greet(Person person, String office) {
    return person.name() + office;
  }

  static String all(List<String> greetings, List<String> pair, String first) {
    return greetings + first + pair;
  }

  static String lambda(Object any) {
    return any.toString();
  }

  private static Flow<String> flow() {
    return Flow.define(
        "inputs",
        f -> {
          Node<String> office = f.parameter("office", String.class);
          Node<List<Person>> people =
              Task.of(FlowSpecWriterTest::people).call(office, value(Set.of("b", "c", "a")));
          Node<List<String>> greeted =
              Task.of(FlowSpecWriterTest::greet).map(each(people), office).collect();
          return Task.of(FlowSpecWriterTest::all)
              .call(greeted, list(office, office), people.select(found -> found.toString()));
        });
  }

  private static JsonNode inputs(Flow<?> flow, int node) {
    return flow.spec().tree().get("nodes").get(node).get("inputs");
  }

  @Test
  void inputs_say_where_each_argument_comes_from() {
    assertThat(inputs(flow(), 0).toString())
        .startsWith(
            """
            [{"from":"parameter","name":"office"},{"from":"constant","value":["a","b","c"],"sha256":\
            """);
    assertThat(inputs(flow(), 1).toString())
        .isEqualTo(
            """
            [{"from":"each","of":{"from":"output","node":"people"}},\
            {"from":"parameter","name":"office"}]\
            """);
    assertThat(inputs(flow(), 2).toString())
        .isEqualTo(
            """
            [{"from":"collect","of":{"from":"outputs","node":"greet"}},\
            {"from":"list","parts":[{"from":"parameter","name":"office"},\
            {"from":"parameter","name":"office"}]},\
            {"from":"select","of":{"from":"output","node":"people"}}]\
            """);
  }

  @Test
  void a_constant_that_is_long_or_not_json_is_described() {
    Flow<String> odd =
        Flow.define("odd", f -> Task.of(FlowSpecWriterTest::lambda).call(value(new Object())));
    assertThat(inputs(odd, 0).toString())
        .isEqualTo("[{\"from\":\"constant\",\"text\":\"a Object\"}]");
    Flow<String> large =
        Flow.define(
            "large", f -> Task.of(FlowSpecWriterTest::lambda).call(value("x".repeat(10_000))));
    assertThat(inputs(large, 0).toString())
        .contains("a String of 10002 characters", "sha256")
        .hasSizeLessThan(300);
  }

  @Test
  void an_environment_is_described_with_what_it_is_made_of() {
    Flow<Integer> flow = Flow.define("f", f -> value(1));
    assertThat(environment(flow.environment(inProcess()))).isEqualTo("{\"kind\":\"in-process\"}");
    assertThat(environment(flow.environment(process().env("LEVEL", "debug"))))
        .isEqualTo("{\"kind\":\"process\",\"env\":{\"LEVEL\":\"debug\"}}");
    assertThat(
            environment(
                flow.environment(
                    container("eclipse-temurin:25-jre")
                        .registry("localhost:5000/flows")
                        .file("rates.csv", "/data/rates.csv")
                        .env("LEVEL", "debug"))))
        .contains(
            "\"kind\":\"container\"",
            "\"image\":\"eclipse-temurin:25-jre\"",
            "\"registry\":\"localhost:5000/flows\"",
            "\"/data/rates.csv\"",
            "\"LEVEL\":\"debug\"");
  }

  private static String environment(Flow<?> flow) {
    return flow.spec().tree().get("environment").toString();
  }

  @Test
  void a_task_is_described_with_its_version_its_text_and_its_tags() {
    Flow<String> flow =
        Flow.define(
            "f",
            f ->
                Task.of("t", String.class, () -> "x")
                    .version("2")
                    .describedAs("says x")
                    .tags("slow", "db")
                    .call());
    assertThat(flow.spec().json()).contains("\"version\":\"2\"", "\"says x\"", "[\"db\",\"slow\"]");
  }
}
