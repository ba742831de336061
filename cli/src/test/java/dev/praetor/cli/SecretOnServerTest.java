package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.postgres.PostgresServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A secret on its way through a real server, its worker and a run, and nowhere else. */
@Tag("process")
@Tag("database")
class SecretOnServerTest extends SecretServerTest {
  private static final String VALUE = "p\"ä/ss w+rd\\hush&4711=hush";
  private static final String SOURCE =
      """
      import dev.praetor.Flow;
      import dev.praetor.Secret;
      import dev.praetor.Task;
      import dev.praetor.TaskContext;

      class Uses {
        static String use() {
          String token = Secret.named("TOKEN").get();
          System.out.println("printed " + token);
          TaskContext.current().logger().warn("logged {}", token);
          return token.length() + " characters of " + token;
        }
        static Flow<String> uses() {
          return Flow.define("uses", f -> Task.of(Uses::use).secrets("TOKEN").call());
        }
      }
      """;

  @ParameterizedTest
  @EnumSource
  void a_run_is_refused_then_granted_and_the_value_is_in_no_file_row_log_or_answer(Kind kind)
      throws Exception {
    Optional<PostgresServer.Database> database =
        kind == Kind.POSTGRESQL ? Optional.of(PostgresServer.create()) : Optional.empty();
    Path source = Files.writeString(folder.resolve("Uses.java"), SOURCE);
    Path value = Files.writeString(folder.resolve("value"), VALUE);
    try (Running server = start(database)) {
      succeeds("register", source.toString());
      succeeds("secrets", "set", "TOKEN", "--value-file=" + value);
      assertThat(praetor("flows", "run", "uses", "--wait")).isNotZero();
      succeeds("runs", "show", "latest", "--json");
      assertThat(out.toString())
          .contains("secret 'TOKEN' is not granted to flow 'uses'")
          .contains("praetor secrets grant TOKEN uses");
      succeeds("secrets", "grant", "TOKEN", "uses");
      succeeds("flows", "run", "uses", "--wait");
      succeeds("secrets", "rotate");
      succeeds("secrets", "rotate", "--master");
      succeeds("flows", "run", "uses", "--wait");
      succeeds("runs", "show", "latest", "--json");
      String run = JsonMapper.shared().readTree(out.toString()).path("id").asString();
      assertThat(out.toString()).contains(VALUE.length() + " characters of ***");
      succeeds("runs", "logs", "latest");
      assertThat(out.toString()).contains("printed ***", "logged ***");
      succeeds("secrets", "list", "--json");
      JsonNode token = JsonMapper.shared().readTree(out.toString()).path(0);
      assertThat(token.at("/lastUse/run").asString()).isEqualTo(run);
      assertThat(token.at("/lastUse/flow").asString()).isEqualTo("uses");
      succeeds("secrets", "uses", "TOKEN");
      said.add(get("/metrics"));
      said.add(get("/api/runs/" + run + "/document"));
      server.end();
    }
    Files.delete(value);
    for (String text : said) {
      requireNone("an answer", text);
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        requireNone(file.toString(), text(file));
      }
    }
    for (Map.Entry<String, String> table : tables(database).entrySet()) {
      requireNone(table.getKey(), table.getValue());
    }
  }

  private static void requireNone(String where, String text) {
    for (String form : forms()) {
      boolean isThere =
          text.contains(form)
              || text.contains(
                  new String(form.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
      assertThat(isThere).as("%s contains %s", where, form).isFalse();
    }
  }

  /** Returns the value as it is, and as it might be written. */
  private static Set<String> forms() {
    Set<String> forms = new TreeSet<>();
    forms.add(VALUE);
    forms.add("hush");
    String json = JsonMapper.shared().writeValueAsString(VALUE);
    forms.add(json.substring(1, json.length() - 1));
    forms.add(URLEncoder.encode(VALUE, StandardCharsets.UTF_8));
    for (int offset = 0; offset < 3; offset++) {
      byte[] bytes = ("x".repeat(offset) + VALUE).getBytes(StandardCharsets.UTF_8);
      String base64 = Base64.getEncoder().encodeToString(bytes);
      String inner = base64.substring(4, base64.length() - 4);
      forms.add(inner);
      forms.add(inner.replace('+', '-').replace('/', '_'));
    }
    return forms;
  }
}
