package dev.praetor.store;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static dev.praetor.Praetor.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Cache;
import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.Node;
import dev.praetor.RunId;
import dev.praetor.Secret;
import dev.praetor.State;
import dev.praetor.Step;
import dev.praetor.Task;
import dev.praetor.TaskContext;
import dev.praetor.engine.CurrentTask;
import dev.praetor.engine.run.FinishedRun;
import dev.praetor.engine.run.RunDocument;
import dev.praetor.spi.SecretProvider;
import dev.praetor.store.db.SqliteDatabase;
import dev.praetor.store.model.StoredLog;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** Checks that nothing recorded by a run contains a secret that the run has read. */
@ParameterizedClass
@EnumSource
class SecretsTest extends StoreTest {
  private static final String SECRET = "pa\"ss w/örd+~?12345";

  SecretsTest(Databases databases) {
    super(databases, databases.fresh());
  }

  /**
   * The secret in several forms. The bytes become Base64, in which the secret begins at each of the
   * three possible offsets.
   */
  record Told(String plain, byte[] first, byte[] second, byte[] third, String json, String url) {}

  static Told tell(int x) {
    String secret = Secret.named("TOKEN").get();
    CurrentTask.log(Instant.EPOCH, "WARN", "test", () -> "it is " + secret + " in the log");
    TaskContext.current().artifact("of " + secret, secret);
    return new Told(
        secret,
        bytes(secret),
        bytes("1" + secret + "x"),
        bytes("12" + secret + "xyz"),
        JsonMapper.shared().writeValueAsString(Map.of("token", secret)),
        "https://example.com/?token=" + URLEncoder.encode(secret, StandardCharsets.UTF_8));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String plain(Told told) {
    return told.plain();
  }

  /** Returns a value that is large enough to be stored outside its row. */
  static List<String> large(String text) {
    return List.of("w".repeat(20_000), text);
  }

  static String fail(String text) {
    throw new IllegalStateException(
        "x".repeat(19_990) + text, new IllegalArgumentException("because of " + text));
  }

  static Step<String, Integer> repeat(String state) {
    return state.length() > 200 ? Step.done(1) : Step.next("y".repeat(193) + state);
  }

  static String skip(String text) {
    throw dev.praetor.Signal.skip("not with " + text);
  }

  private static Flow<Integer> leaking(String name) {
    Flow<String> inner =
        Flow.define(
            name + "-inner",
            f -> Task.of(SecretsTest::echo).call(f.parameter("given", String.class)));
    return Flow.define(
            name,
            f -> {
              f.parameter("token", String.class);
              Node<Told> told = Task.of(SecretsTest::tell).secrets("TOKEN").call(value(1));
              Node<String> plain =
                  Task.of(SecretsTest::plain)
                      .cached(Cache.byKey(key -> "key of " + SECRET))
                      .call(told);
              Task.of(SecretsTest::echo)
                  .named("echo_all")
                  .label(text -> "z".repeat(195) + text)
                  .map(each(Task.of(SecretsTest::both).call(plain)));
              Task.of(SecretsTest::large).call(plain);
              Task.of(SecretsTest::fail).call(plain);
              Task.of(SecretsTest::skip).call(plain);
              f.run(inner, with("given", plain));
              return Task.loop(SecretsTest::repeat).call(plain);
            })
        .runName("the {token} run");
  }

  static String echo(String text) {
    return text;
  }

  static List<String> both(String text) {
    return List.of(text, "and " + text);
  }

  @Test
  void the_secret_is_in_no_row_and_no_file() throws Exception {
    Flow<Integer> flow = leaking(unique());
    FlowResult<?> result =
        local(store, flow)
            .with(s -> s.withSecrets(SecretProvider.of(Map.of("TOKEN", SECRET))))
            .run(with("token", SECRET));
    FinishedRun run = (FinishedRun) result;
    assertThat(run.taskRun("plain").value()).isEqualTo(SECRET);
    assertThat(run.taskRun("skip").state()).isInstanceOf(State.Skipped.class);
    RunId id = run.id();
    assertThat(awaitLogs(id, 1).getFirst())
        .usingRecursiveComparison()
        .ignoringFields("id")
        .isEqualTo(
            new StoredLog(0, "tell", -1, 1, Instant.EPOCH, "WARN", "test", "it is *** in the log"));
    assertThat(store.find(id).orElseThrow().name()).isEqualTo("the *** run");
    store.close();
    Map<String, String> texts = new LinkedHashMap<>(rows());
    texts.put("document", RunDocument.of(flow.definition(), run).toPrettyString());
    for (Path file : files()) {
      texts.put(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
    }
    assertThat(texts.values()).anyMatch(text -> text.contains("***"));
    List<String> found = new ArrayList<>();
    assertThat(texts.values()).anyMatch(text -> text.contains("www\",\"***\"]"));
    texts.forEach((where, text) -> found.addAll(found(where, text)));
    assertThat(found).isEmpty();
  }

  private static List<String> found(String where, String text) {
    List<String> found = new ArrayList<>();
    for (String form : forms()) {
      String inFile = new String(bytes(form), StandardCharsets.ISO_8859_1);
      int at = Math.max(text.indexOf(form), text.indexOf(inFile));
      if (at >= 0) {
        int from = Math.max(0, at - 60);
        found.add(where + ": …" + text.substring(from, Math.min(text.length(), at + 60)) + "…");
      }
    }
    return found;
  }

  /** Returns the secret in all its forms, and the parts that would remain if it were cut. */
  private static List<String> forms() {
    List<String> forms = new ArrayList<>();
    String escaped = JsonMapper.shared().writeValueAsString(SECRET);
    forms.add(SECRET);
    forms.add(escaped.substring(1, escaped.length() - 1));
    forms.add(SECRET.substring(0, 5));
    forms.add(SECRET.substring(SECRET.length() - 5));
    forms.add("rd%2B%7E%3F12345");
    for (String before : List.of("", "1", "12")) {
      int from = before.isEmpty() ? 0 : before.length() + 1;
      int to = bytes(before + SECRET).length * 8 / 6;
      forms.add(Base64.getEncoder().encodeToString(bytes(before + SECRET)).substring(from, to));
      forms.add(Base64.getUrlEncoder().encodeToString(bytes(before + SECRET)).substring(from, to));
    }
    return forms;
  }

  /** Returns every text in every table. */
  private Map<String, String> rows() throws SQLException {
    Map<String, String> texts = new LinkedHashMap<>();
    try (Connection connection = database.writing().getConnection()) {
      DatabaseMetaData data = connection.getMetaData();
      List<String> tables = new ArrayList<>();
      try (ResultSet row = data.getTables(null, null, "%", new String[] {"TABLE"})) {
        while (row.next()) {
          tables.add(row.getString("TABLE_NAME"));
        }
      }
      assertThat(tables).contains("flow_run", "task_run", "flow_version", "log", "cache_entry");
      for (String table : tables) {
        try (ResultSet row = connection.createStatement().executeQuery("SELECT * FROM " + table)) {
          while (row.next()) {
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
              String where = table + " row " + row.getRow() + ", column " + i;
              texts.put(where, text(row, i));
            }
          }
        }
      }
    }
    return texts;
  }

  private static String text(ResultSet row, int column) throws SQLException {
    return row.getMetaData().getColumnType(column) == Types.BINARY
        ? new String(row.getBytes(column), StandardCharsets.UTF_8)
        : String.valueOf(row.getString(column));
  }

  /** Returns all files in the folder of the database. */
  private List<Path> files() throws IOException {
    if (!(database instanceof SqliteDatabase sqlite)) {
      return List.of();
    }
    try (var inside = Files.walk(sqlite.file().getParent())) {
      List<Path> files = inside.filter(Files::isRegularFile).toList();
      assertThat(files).isNotEmpty();
      return files;
    }
  }
}
