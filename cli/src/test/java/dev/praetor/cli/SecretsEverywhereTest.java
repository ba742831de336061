package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.postgres.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A flow that writes its secrets wherever code can write runs on a server; then no secret is in a
 * file, a table or an answer.
 */
@Tag("process")
@Tag("database")
class SecretsEverywhereTest extends SecretServerTest {
  private static final String HIDDEN = "h1dden-value";
  private static final Set<String> RESTING = Set.of("Paused", "Failed", "Success");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Tasks beside the ones of the local test: a secret in other forms. */
  private static final String FORMS =
      """
        static List<String> forms() {
          String token = token();
          byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
          String json = token.replace("\\\\", "\\\\\\\\").replace("\\"", "\\\\\\"").replace("/", "\\\\/");
          List<String> all = List.of(
              "M60 " + Base64.getEncoder().encodeToString(bytes),
              "M61 " + Base64.getUrlEncoder().withoutPadding().encodeToString(("user:" + token).getBytes(StandardCharsets.UTF_8)),
              "M62 " + HexFormat.of().formatHex(bytes),
              "M63 " + java.net.URLEncoder.encode(token, StandardCharsets.UTF_8),
              "M64 " + json,
              "M65 " + java.util.Arrays.toString(bytes));
          all.forEach(System.out::println);
          all.forEach(System.err::println);
          all.forEach(text -> TaskContext.current().logger().info(text));
          TaskContext.current().artifact("forms", String.join("\\n", all));
          return all;
        }
        static String formsFail() { throw new IllegalStateException(String.join(" ", forms())); }
        static byte[] large() { return ("M66 " + token() + " ").repeat(20_000).getBytes(StandardCharsets.UTF_8); }
        static String largeText() { return ("M67 " + token() + " ").repeat(20_000); }
      """;

  private static final String CALLS =
      """
                Task.of(Leaks::forms).secrets("LEAK_TOKEN").call();
                Task.of(Leaks::formsFail).secrets("LEAK_TOKEN").call();
                Task.of(Leaks::large).secrets("LEAK_TOKEN").call();
                Task.of(Leaks::largeText).secrets("LEAK_TOKEN").call();
                f.approval("Send it?");
      """;

  /** A flow with a secret parameter, which no request to a server can give. */
  private static final String ASKS =
      """
        static Flow<String> asks() {
          return Flow.define("asks", f ->
              Task.of(Leaks::echo).named("ask").call(f.parameter("hidden", String.class).secret()));
        }
      """;

  private final Map<String, Queue<String>> streams = new ConcurrentHashMap<>();
  private final List<HttpClient> followers = new ArrayList<>();

  @AfterEach
  void endFollowers() {
    followers.forEach(HttpClient::shutdownNow);
  }

  /** Returns the flow, whose code outside of tasks has the secret from a task. */
  private static String source() {
    String first = "  record Pair(";
    String call = "return logs;";
    String hidden = "f.parameter(\"hidden\", String.class).secret()";
    String flow = "  static Flow<String> flow() {";
    String own = SecretLeaksTest.SOURCE;
    assertThat(own).contains(first, call, hidden, flow);
    return own.replace("System.getenv(\"LEAK_TOKEN\")", "seen")
        .replace(
            "return Secret.named(\"LEAK_TOKEN\").get();",
            "return seen = Secret.named(\"LEAK_TOKEN\").get();")
        .replace(hidden, "f.parameter(\"hidden\", String.class)")
        .replace(flow, ASKS + flow)
        .replace(first, "  static volatile String seen = \"\";\n" + FORMS + first)
        .replace(call, CALLS + call);
  }

  @ParameterizedTest
  @EnumSource
  void no_secret_is_in_a_file_a_table_or_an_answer_wherever_code_writes_it(Kind kind)
      throws Exception {
    Optional<PostgresServer.Database> database =
        kind == Kind.POSTGRESQL ? Optional.of(PostgresServer.create()) : Optional.empty();
    Path source = Files.writeString(folder.resolve("Leaks.java"), source());
    Map<String, String> texts = new LinkedHashMap<>();
    try (Running server = start(database)) {
      for (Map.Entry<String, String> secret : SecretLeaksTest.SECRETS.entrySet()) {
        Path value = Files.writeString(folder.resolve("value"), secret.getValue());
        succeeds("secrets", "set", secret.getKey(), "--value-file=" + value, "--all-flows");
        Files.delete(value);
      }
      succeeds("register", source.toString());
      follow("/api/stream?topics=runs,workers,schedules,events", "");
      follow(
          "/graphql/stream",
          "subscription { runsChanged { id name state message parameters value } }");
      succeeds("flows", "run", "leaks", "-p", "open=x", "-p", "hidden=y", "--label=kind=leaks");
      String run = out.toString().strip();
      follow("/api/stream?topics=run:" + run, "");
      follow(
          "/graphql/stream",
          "subscription { logLines(run: \"%s\") { task logger level text } }".formatted(run));
      awaitApproval(run);
      succeeds("runs", "approve", run, "approval");
      awaitEnd(run);
      succeeds("runs", "restart", run, "--plan");
      succeeds("runs", "restart", run);
      await(
          "{ run(id: \"%s\") { restarts { nodes { state } } } }".formatted(run),
          answer -> RESTING.contains(answer.at("/data/run/restarts/nodes/0/state").asString("")));
      succeeds("flows", "run", "leaks", "-p", "open=x", "-p", "hidden=y");
      awaitApproval(out.toString().strip());
      assertThat(praetor("flows", "run", "asks", "-p", "hidden=" + HIDDEN)).isNotZero();
      createOverGraphQl();
      for (String command : List.of("show", "logs", "results", "why")) {
        praetor("runs", command, run);
        praetor("runs", command, run, "--json");
      }
      ask(run, texts);
      server.end();
    }
    for (int i = 0; i < said.size(); i++) {
      texts.put("command " + i, said.get(i));
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.put(file.toString(), text(file));
      }
    }
    streams.forEach((path, read) -> texts.put(path, String.join("\n", read)));
    assertThat(streams.values())
        .allSatisfy(read -> assertThat(read).anyMatch(line -> line.startsWith("event:")));
    texts.putAll(tables(database));
    if (database.isPresent()) {
      try (Stream<Path> files = Files.walk(dataDirectory(database.get()))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          // PostgreSQL's own tables tell of things on the top level.
          texts.put(file.toString(), text(file).replaceAll("(?i)top-(?!s3cret)", ""));
        }
      }
    }
    List<String> marks =
        Stream.of("M01***", "M14 ***", "M30 ***", "M48 ***", "M52 M51 ***", "M60 ***", "M64 ***")
            .filter(mark -> texts.values().stream().noneMatch(text -> text.contains(mark)))
            .toList();
    assertThat(marks)
        .as("written, but not found: otherwise the search would prove little")
        .isEmpty();
    assertThat(leaks(texts)).isEmpty();
  }

  private void awaitApproval(String run) {
    await(
        "{ taskRun(run: \"%s\", node: \"approval\") { state } }".formatted(run),
        answer -> answer.at("/data/taskRun/state").asString("").equals("Paused"));
  }

  private void awaitEnd(String run) {
    await(
        "{ run(id: \"%s\") { ended } }".formatted(run),
        answer -> answer.at("/data/run/ended").isString());
  }

  private void await(String question, Predicate<JsonNode> isAwaited) {
    Awaitility.await(question)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> {
          JsonNode answer = graphql(question);
          assertThat(answer.path("errors")).as(question).isEmpty();
          return isAwaited.test(answer);
        });
  }

  /** Reads a stream of the server on a thread of its own, until the server ends. */
  private void follow(String path, String subscription) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(path))
            .header("Authorization", "Bearer " + key())
            .header("Accept", "text/event-stream")
            .header("Content-Type", "application/json");
    if (!subscription.isEmpty()) {
      request.POST(
          HttpRequest.BodyPublishers.ofString(
              JsonMapper.shared().writeValueAsString(Map.of("query", subscription))));
    }
    Queue<String> read =
        streams.computeIfAbsent(path + " " + subscription, _ -> new ConcurrentLinkedQueue<>());
    HttpClient client = HttpClient.newHttpClient();
    followers.add(client);
    HttpResponse<Stream<String>> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofLines());
    assertThat(answer.statusCode()).as(path + subscription).isEqualTo(200);
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            answer.body().forEach(read::add);
          } catch (UncheckedIOException e) {
            read.add("the stream has ended: " + e.getMessage());
          }
        });
  }

  private String key() throws IOException {
    return Files.readString(folder.resolve("home/admin.key")).strip();
  }

  private JsonNode graphql(String query) throws Exception {
    return JsonMapper.shared().readTree(send(query, Map.of()));
  }

  private String send(String query, Map<String, ?> variables) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(address.resolve("/graphql"))
                  .header("Authorization", "Bearer " + key())
                  .header("Content-Type", "application/json")
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          JsonMapper.shared()
                              .writeValueAsString(Map.of("query", query, "variables", variables))))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  private void createOverGraphQl() throws Exception {
    said.add(
        send(
            """
            mutation M($parameters: JSON) {
              createRun(flow: "asks", parameters: $parameters) { id name parameters } }\
            """,
            Map.of("parameters", Map.of("hidden", HIDDEN))));
    said.add(
        send(
            """
            mutation M($parameters: JSON) {
              createRun(flow: "asks", parameters: $parameters) { id } }\
            """,
            Map.of("parameters", Map.of("hidden", List.of(HIDDEN), "none", HIDDEN))));
    said.add(
        send(
            """
            mutation M($parameters: JSON) {
              addSchedule(flow: "asks", cron: "@yearly", parameters: $parameters) {
                id parameters } }\
            """,
            Map.of("parameters", Map.of("hidden", HIDDEN))));
  }

  /** Asks for all that the server tells about a run, and of everything. */
  private void ask(String run, Map<String, String> texts) throws Exception {
    SchemaWalk walk =
        SchemaWalk.of(
            graphql(SchemaWalk.INTROSPECTION),
            Map.of(
                "id", "\"" + run + "\"",
                "run", "\"" + run + "\"",
                "node", "\"forms\"",
                "name", "\"leaks\"",
                "groupBy", "[{field: flow}]"));
    List<String> questions = new ArrayList<>(walk.questions(4, 5, 3));
    questions.addAll(walk.questions(2, 200, 20));
    int answered = 0;
    for (String question : questions) {
      String answer = send(question, Map.of());
      texts.put(question, answer);
      answered += answer.contains("\"errors\"") ? 0 : 1;
    }
    assertThat(answered).isGreaterThan(questions.size() / 2);
    for (String path :
        List.of("/metrics", "/health/ready", "/graphql/schema", "/api/openapi.json")) {
      texts.put(path, get(path));
    }
    for (String file :
        List.of("document", "record", "logs", "logs?format=jsonl", "results/forms")) {
      texts.put(file, get("/api/runs/" + run + "/" + file));
    }
    for (String node : List.of("values", "bytes", "chars", "logs", "large", "large_text")) {
      texts.put("result " + node, get("/api/runs/" + run + "/results/" + node));
    }
  }

  private static Path dataDirectory(PostgresServer.Database database) throws SQLException {
    try (Connection connection = database.source().getConnection();
        Statement show = connection.createStatement();
        ResultSet row = show.executeQuery("SHOW data_directory")) {
      assertThat(row.next()).isTrue();
      return Path.of(row.getString(1));
    }
  }

  private static List<String> leaks(Map<String, String> texts) {
    List<String> found = new ArrayList<>(SecretLeaksTest.leaks(texts));
    texts.forEach((where, text) -> {
      for (String form : forms()) {
        if (text.contains(form)) {
          found.add(where + " contains " + form);
        }
      }
    });
    return found.stream().map(leak -> leak.substring(Math.max(0, leak.length() - 300))).toList();
  }

  /** Returns the secrets in other forms than plain text. */
  private static Set<String> forms() {
    Set<String> forms = new TreeSet<>();
    for (String value : List.of(SecretLeaksTest.TOKEN, HIDDEN, "pw-9876543210")) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      forms.add(URLEncoder.encode(value, StandardCharsets.UTF_8));
      forms.add(HexFormat.of().formatHex(bytes));
      forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
      forms.add(new String(value.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1));
      for (int offset = 0; offset < 3; offset++) {
        String base64 =
            Base64.getEncoder()
                .encodeToString(("x".repeat(offset) + value).getBytes(StandardCharsets.UTF_8));
        String inner = base64.substring(4, base64.length() - 4);
        forms.add(inner);
        forms.add(inner.replace('+', '-').replace('/', '_'));
      }
    }
    return forms;
  }
}
