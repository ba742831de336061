package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.server.graphql.mistake.Mistakes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Mistakes in requests are told in the words of the API. */
class GraphQlMistakesTest {
  /** Parts of texts of the library that say how it is made. */
  private static final List<String> INTERNALS =
      List.of(
          "Value{",
          "@[",
          "|",
          "Validation error",
          "java.",
          "graphql.",
          "ANTLR",
          "AST",
          "Coerc",
          "{name=");

  @TempDir private static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() throws IOException {
    server = TestServer.at(folder.resolve("home"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Returns requests, each with a mistake, and what an error says. */
  private static Stream<List<String>> mistakes() {
    return Stream.of(
        List.of(
            "{ runsAggregate { cuont } }",
            "type RunAggregate has no field 'cuont'; did you mean 'count'?"),
        List.of(
            "{ runsAggregate(groupBy: [{feild: flow}]) { count } }",
            "argument 'groupBy[0]' has a field 'feild', which RunGroup has not; did you mean 'field'?"),
        List.of(
            "{ runsAggregate(groupBy: [{time: created, bucket: FORTNIGHT}]) { count } }",
            "argument 'groupBy[0].bucket' is FORTNIGHT, which is no TimeBucket; its values are HOUR, DAY, WEEK, MONTH, WEEKDAY, HOUR_OF_DAY"),
        List.of(
            "{ runs(where: {state: {_eq: Succes}}) { nodes { id } } }",
            "argument 'where.state._eq' is Succes, which is no StateName; did you mean 'Success'?; its values are "),
        List.of(
            "{ runs(where: {state: {_eq: \"Success\"}}) { nodes { id } } }",
            "argument 'where.state._eq' is \"Success\", which is no StateName; did you mean 'Success'?"),
        List.of(
            "{ runs(orderBy: [{field: created, direction: DESC}]) { nodes { id } } }",
            "argument 'orderBy[0].direction' is DESC, which is no Direction; did you mean 'desc'?"),
        List.of(
            "{ runs(orderBy: [{direction: desc}]) { nodes { id } } }",
            "argument 'orderBy[0]' lacks "),
        List.of(
            "{ runs(frist: 3) { nodes { id } } }",
            "field 'runs' has no argument 'frist'; did you mean 'first'?"),
        List.of(
            "{ runs(first: \"ten\") { nodes { id } } }",
            "argument 'first' is \"ten\", which is no Int"),
        List.of(
            "{ runs(first: 99999999999) { nodes { id } } }",
            "argument 'first' is 99999999999, which is no Int: it is outside the range of Int"),
        List.of(
            "{ runs(where: 5) { nodes { id } } }",
            "argument 'where' is 5, and must be an object of the type RunFilter"),
        List.of(
            "{ runs(where: {created: {_gt: \"yesterday\"}}) { nodes { id } } }",
            "argument 'where.created._gt' is \"yesterday\", which is no DateTime: "),
        List.of("{ run(id: null) { id } }", "'id' must not be null"),
        List.of(
            "{ run(id: {a: [1, 2.5, true, null, $x]}) { id } }",
            "argument 'id' is {a: [1, 2.5, true, null, $x]}, which is no ID"),
        List.of("{ run { id } }", "field 'run' needs the argument 'id'"),
        List.of("{ runs { nodes { id @skip } } }", "directive '@skip' needs the argument 'if'"),
        List.of(
            "{ runs { nodes { id @skip(iff: true) } } }",
            "directive '@skip' has no argument 'iff'; did you mean 'if'?"),
        List.of(
            "{ runs { nodes { id @skp(if: true) } } }",
            "there is no directive '@skp'; did you mean '@skip'?"),
        List.of(
            "query @skip(if: true) { server { version } }",
            "directive '@skip' is not allowed here"),
        List.of(
            "{ runs { nodes { ...runn } } } fragment run on Run { id }",
            "there is no fragment 'runn'; did you mean 'run'?"),
        List.of("{ runs { nodes { ... on Rum { id } } } }", "there is no type 'Rum'"),
        List.of(
            "query ($after: String) { runs(after: $aftr) { nodes { id } } }",
            "there is no variable '$aftr'; did you mean '$after'?"),
        List.of(
            "query ($n: String) { runs(first: $n) { nodes { id } } }",
            "variable '$n' has the type String, and Int is needed here"),
        List.of(
            "query ($n: Int = \"x\") { runs(first: $n) { nodes { id } } }",
            "the default value of variable '$n' is no Int"),
        List.of(
            "query ($s: StateName = Succes) { runs(where: {state: {_eq: $s}}) { nodes { id } } }",
            "the default value of variable '$s' is no StateName; did you mean 'Success'?"),
        List.of(
            "query ($n: Run) { runs { nodes { id } } }", "variable '$n' cannot have the type Run"),
        List.of(
            "query ($n: Int, $n: Int) { runs(first: $n) { nodes { id } } }",
            "there are two variables '$n'"),
        List.of("query ($n: Int) { runs { nodes { id } } }", "variable '$n' is not used"),
        List.of(
            "{ runs { nodes } }",
            "field 'nodes' has the type [Run!]!, of which fields must be chosen"),
        List.of("{ runs { nodes { id { a } } } }", "field 'id' has the type "),
        List.of("{ runs(first: 1, first: 2) { nodes { id } } }", "argument 'first' is given twice"),
        List.of(
            "{ runs(where: {id: {_eq: \"a\"}, id: {_eq: \"b\"}}) { nodes { id } } }",
            "is given twice"),
        List.of(
            "{ a: runs { nodes { id } } a: flows { nodes { name } } }", "'a' is asked for twice"),
        List.of(
            "{ runs(first: 1) { nodes { id } } runs(first: 2) { nodes { id } } }",
            "'runs' is asked for twice with different arguments"),
        List.of(
            "{ runs { nodes { ...r } } } fragment r on Run { parent { ...r } }",
            "a fragment contains itself"),
        List.of(
            "{ runs { nodes { ...f } } } fragment f on Flow { name }",
            "fragment 'f' on Flow cannot be used here, where the type is Run"),
        List.of(
            "{ runs { nodes { ... on Flow { name } } } }",
            "a fragment on Flow cannot be used here, where the type is Run"),
        List.of("{ server { version } } fragment f on Flow { name }", "fragment 'f' is not used"),
        List.of(
            "{ server { version } } fragment f on RunFilter { name }",
            "a fragment must be on a type that has fields"),
        List.of(
            "{ server { version } } { server { version } }",
            "an operation without a name must be the only one"),
        List.of(
            "query a { server { version } } query a { server { version } }",
            "there are two operations 'a'"),
        List.of("{ server { version } } type A { a: Int }", "a request cannot define"),
        List.of(
            "subscription { runChanged(id: \"a\") { id } workersChanged { id } }",
            "a subscription has one field"),
        List.of(
            "{ runs { nodes { id @include(if: true) @include(if: true) } } }",
            "directive '@include' is given twice"),
        List.of(
            "{ __type(nam: \"Run\") { name } }",
            "field '__type' has no argument 'nam'; did you mean 'name'?"),
        List.of(
            "{ runs(where: {_or: [{state: {_in: [Failed, Succes]}}]}) { nodes { id } } }",
            "argument 'where._or[0].state._in[1]' is Succes, which"),
        List.of(
            "{ runs(first: \"\\u001b[31m\") { nodes { id } } }",
            "argument 'first' is \"?[31m\", which is no Int"),
        List.of("{ runs", "the request is not GraphQL"),
        List.of("{ runs ~ }", "the request is not GraphQL"),
        List.of("{ runs(after: \"\\uZZZZ\") }", "the request "));
  }

  private static void plain(JsonNode error) {
    String message = error.path("message").asString();
    assertThat(message).doesNotContain(INTERNALS).hasSizeLessThan(1_100);
    assertThat(message.chars()).noneMatch(Character::isISOControl);
    assertThat(error.at("/extensions/code").asString()).isEqualTo("BAD_REQUEST");
  }

  private static JsonNode errors(String query, Map<String, ?> variables) {
    return server.graphql(query, variables).path("errors");
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void a_mistake_is_told_with_what_is_allowed_and_where_it_is(List<String> mistake) {
    JsonNode errors = errors(mistake.getFirst(), Map.of());
    assertThat(errors.valueStream().map(error -> error.path("message").asString()))
        .anySatisfy(message -> assertThat(message).contains(mistake.getLast()));
    assertThat(errors.at("/0/locations/0/line").asInt()).isPositive();
    assertThat(errors).allSatisfy(GraphQlMistakesTest::plain);
  }

  @Test
  void a_mistake_in_a_variable_is_told_in_the_same_words() {
    String query = "query ($w: RunFilter, $n: Int) { runs(where: $w, first: $n) { nodes { id } } }";
    for (Map.Entry<String, Map<String, ?>> each :
        Map.<String, Map<String, ?>>of(
                "'Succes' is no StateName; did you mean 'Success'?",
                Map.of("w", Map.of("state", Map.of("_eq", "Succes"))),
                "is no StateName",
                Map.of("w", Map.of("state", Map.of("_eq", Map.of("a", 1)))),
                "feild",
                Map.of("w", Map.of("feild", 1)),
                "it is not a whole number",
                Map.of("n", "ten"))
            .entrySet()) {
      JsonNode errors = errors(query, each.getValue());
      assertThat(errors.path(0).path("message").asString()).contains(each.getKey());
      assertThat(errors).allSatisfy(GraphQlMistakesTest::plain);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Validation", "Parsing", "Scalars"})
  void every_text_of_the_library_has_one_of_ours(String kind) {
    ResourceBundle library = ResourceBundle.getBundle("i18n." + kind, Locale.ROOT);
    ResourceBundle ours = ResourceBundle.getBundle("i18n." + kind, Mistakes.LANGUAGE);
    assertThat(ours.getLocale()).isEqualTo(Mistakes.LANGUAGE);
    assertThat(library.keySet())
        .allSatisfy(
            key -> assertThat(ours.getString(key)).as(key).isNotEqualTo(library.getString(key)));
  }

  @Test
  void the_value_of_a_secret_is_in_no_message() {
    for (String query :
        List.of(
            "mutation { setSecret(name: \"A\", value: \"hush-hush\") { name } }",
            "mutation { setSecret(name: \"A\", value: {a: \"hush-hush\"}) { name } }",
            "mutation ($v: SecretText = \"hush-hush\") { setSecret(name: \"A\", value: $v) { name } }",
            "mutation { setSecret(name: \"A\", valeu: \"hush-hush\") { name } }")) {
      assertThat(errors(query, Map.of()).toString()).isNotEmpty().doesNotContain("hush-hush");
    }
  }

  @Test
  void errors_remain_few_and_short_whatever_the_request_has() {
    String name = "a".repeat(100_000);
    for (String query :
        List.of(
            "{ runs { nodes { " + name + " } } }",
            "{ runs(" + name + ": 1) { nodes { id } } }",
            "{ runs(first: \"" + name + "\") { nodes { id } } }",
            "{ runs(where: {state: {_eq: " + name + "}}) { nodes { id } } }",
            "{ runs(where: {" + name + ": 1}) { nodes { id } } }",
            "query ($" + name + ": Int) { runs { nodes { id } } }",
            "{ runs { nodes { ..." + name + " } } }",
            "{ runs { nodes { id @" + name + " } } }",
            "{ runs(first: " + "[".repeat(100) + "1" + "]".repeat(100) + ") { nodes { id } } }",
            "{ " + "a ".repeat(5_000) + "}",
            "{ runs(first: [" + "{a: 1} ".repeat(2_000) + "]) { nodes { id } } }")) {
      JsonNode errors = errors(query, Map.of());
      assertThat(errors.size()).isBetween(1, 101);
      assertThat(errors).allSatisfy(GraphQlMistakesTest::plain);
    }
  }
}
