package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.cli.error.ExitCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** GraphQL from the shell. */
class QueryCommandTest extends CommandsOnServer {
  private int query(String... args) {
    List<String> all = new ArrayList<>(List.of("query", "--home=" + home));
    if (List.of(args).contains("--home")) {
      all.removeLast();
    }
    if (!List.of(args).contains("--server")) {
      all.add("--server=" + server.url());
    }
    all.addAll(List.of(args));
    return execute(all.toArray(String[]::new));
  }

  private void checkRefused(String message, String... args) {
    assertThat(query(args)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains(message).doesNotContain("\tat ");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void the_data_is_printed_as_json() {
    assertThat(
            query(
                "query ($n: Int) { runs(first: $n) { nodes { id } } server { version } }",
                "--variables",
                "{\"n\": 3}"))
        .as("%s", err)
        .isZero();
    assertThat(
            JsonMapper.shared().readTree(out.toString()).path("server").path("version").asString())
        .isEqualTo("test");
  }

  @Test
  void the_schema_is_printed() {
    assertThat(query("--schema")).isZero();
    assertThat(out.toString()).contains("type Query {", "input RunFilter {");
  }

  @Test
  void errors_go_to_the_error_stream_with_their_codes() {
    assertThat(query("mutation { cancelRun(id: \"ffffffff\") { id } }")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).startsWith("praetor: ").contains("(NOT_FOUND)");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void a_mistake_is_told_with_its_place() {
    assertThat(query("{ runs {\n  nodes { idd } } }")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString())
        .startsWith(
            "praetor: line 2, column 11: type Run has no field 'idd'; did you mean 'id'? (BAD_REQUEST)");
  }

  @Test
  void what_cannot_be_asked_is_refused() {
    checkRefused("give a query, or --schema alone");
    checkRefused("give a query, or --schema alone", "{ server { version } }", "--schema");
    checkRefused("takes an object of JSON", "{ server { version } }", "--variables", "[1]");
    checkRefused("this is no JSON", "{ server { version } }", "--variables", "{");
    checkRefused("a server is named by a URL", "--schema", "--server", "127.0.0.1:4200");
    checkRefused("no server answers at", "--schema", "--server", "http://127.0.0.1:1");
    checkRefused("the key of the request is wrong", "--schema", "--key", "praetor_wrong");
    checkRefused("is not in", "--schema", "--home", home.resolve("none").toString());
  }
}
