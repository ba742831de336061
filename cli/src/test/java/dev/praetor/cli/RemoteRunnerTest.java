package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.postgres.CutNetwork;
import dev.praetor.server.PraetorServer;
import dev.praetor.server.ServerOptions;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.worker.runner.RemoteRunner;
import dev.praetor.worker.runner.RunnerSettings;
import dev.praetor.worker.runner.Servers;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs of registered flows in a runner that has no database, but the address of a server. */
class RemoteRunnerTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** The version of the program that a runner in a process of its own has. */
  private static final String VERSION = "0.1.0-SNAPSHOT";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<RemoteRunner> runners = new ArrayList<>();
  @TempDir private Path folder;
  private PraetorServer server;

  @BeforeEach
  void start() {
    server = server(0);
  }

  private PraetorServer server(int port) {
    return server(port, "1.2");
  }

  private PraetorServer server(int port, String version) {
    Path home = folder.resolve("home");
    Duration grace = Duration.ofSeconds(5);
    return PraetorServer.start(
        new ServerOptions(home, new StoreLocation.Home(home), "127.0.0.1", port, grace, version),
        List.of(),
        InstantSource.system());
  }

  @AfterEach
  void close() {
    runners.forEach(RemoteRunner::close);
    server.close();
  }

  private int praetor(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--home=" + folder.resolve("home"));
    return Main.execute(
        new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
  }

  /** Registers the flows of a source file, and returns the SHA-256 of their package. */
  private String register(String name, String source) throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".java"), source);
    assertThat(praetor("register", file.toString(), "--json")).as(err.toString()).isZero();
    return JsonMapper.shared().readTree(out.toString()).path("package").path("sha256").asString();
  }

  private RemoteRunner runner(String code) throws IOException {
    return runner(code, List.of(server.url()));
  }

  private RemoteRunner runner(String code, List<URI> servers) throws IOException {
    RunnerSettings settings =
        new RunnerSettings(
            UUID.randomUUID(),
            new Servers(servers, key()),
            code,
            Optional.empty(),
            "1.2",
            10,
            false,
            Duration.ofSeconds(5));
    RemoteRunner runner = RemoteRunner.start(settings, folder.resolve("copies"), "a runner");
    runners.add(runner);
    return runner;
  }

  private JsonNode document(String run) {
    assertThat(praetor("runs", "show", run, "--json")).as(err.toString()).isZero();
    return JsonMapper.shared().readTree(out.toString());
  }

  private String state(String run) {
    return document(run).path("state").asString();
  }

  @Test
  void a_map_of_500_and_its_sum_are_recorded_by_the_server() throws Exception {
    String code =
        register(
            "Squares",
            """
            import static dev.praetor.Praetor.*;
            import dev.praetor.Flow;
            import dev.praetor.Task;
            import java.util.List;
            import java.util.stream.IntStream;
            class Squares {
              static List<Integer> numbers(int n) {
                return IntStream.range(0, n).boxed().toList();
              }
              static int square(int n) {
                if (n == 7) System.out.println("seven");
                return n * n;
              }
              static int sum(List<Integer> all) {
                return all.stream().mapToInt(n -> n).sum();
              }
              static Flow<Integer> squares() {
                return Flow.define(
                    "squares",
                    f -> Task.of(Squares::sum).call(
                        Task.of(Squares::square).map(
                            each(Task.of(Squares::numbers).call(f.parameter("n", Integer.class)))).collect()));
              }
            }
            """);
    var _ = runner(code);
    assertThat(praetor("flows", "run", "squares", "-p", "n=500", "--wait"))
        .as(err.toString())
        .isZero();
    JsonNode document = document("latest");
    assertThat(document.path("value").asInt()).isEqualTo(41541750);
    assertThat(
            document.path("taskRuns").valueStream().filter(each -> each.path("index").asInt() >= 0))
        .hasSize(500)
        .allSatisfy(each -> {
          assertThat(each.path("state").asString()).isEqualTo("Success");
          int index = each.path("index").asInt();
          assertThat(each.path("value").asInt()).isEqualTo(index * index);
        });
  }

  @Test
  void logs_large_values_artifacts_progress_secrets_and_the_cache_are_those_of_the_server()
      throws Exception {
    assertThat(
            praetor(
                "secrets",
                "set",
                "TOKEN",
                "--value-file=" + secret("s3cr3t-value"),
                "--grant=kept"))
        .as(err.toString())
        .isZero();
    String code =
        register(
            "Kept",
            """
            import static dev.praetor.Praetor.*;
            import dev.praetor.Cache;
            import dev.praetor.Flow;
            import dev.praetor.Secret;
            import dev.praetor.Task;
            import dev.praetor.TaskContext;
            import dev.praetor.engine.CurrentTask;
            import java.time.Duration;
            import java.time.Instant;
            class Kept {
              static String large() {
                TaskContext.current().progress(0.5, "half");
                TaskContext.current().artifact("page", "# Title");
                return "x".repeat(3_000_000);
              }
              static String read(String large) {
                String token = Secret.named("TOKEN").get();
                CurrentTask.log(Instant.now(), "INFO", "test", () -> CurrentTask.mask("token " + token));
                return large.length() + ":" + Secret.named("TOKEN").get().length();
              }
              static Flow<String> kept() {
                return Flow.define(
                    "kept",
                    f -> Task.of(Kept::read).secrets("TOKEN").call(
                        Task.of(Kept::large).cached(Cache.byInputs().forAtMost(Duration.ofHours(1)).exclusively()).call()));
              }
            }
            """);
    var _ = runner(code);
    assertThat(praetor("flows", "run", "kept", "--wait")).as(err.toString()).isZero();
    assertThat(document("latest").path("value").asString()).isEqualTo("3000000:12");
    assertThat(praetor("runs", "logs", "latest")).isZero();
    assertThat(out.toString()).contains("token ***").doesNotContain("s3cr3t");
    assertThat(praetor("runs", "artifacts", "latest")).isZero();
    assertThat(out.toString()).contains("page");
    assertThat(praetor("flows", "run", "kept", "--wait")).as(err.toString()).isZero();
    JsonNode again = document("latest");
    assertThat(again.path("value").asString()).isEqualTo("3000000:12");
    assertThat(again.path("taskRuns").path(0).path("state").asString()).isEqualTo("Cached");
  }

  @Test
  void cached_results_are_shared_by_the_runs_of_one_project_only() throws Exception {
    String code =
        register(
            "Drawn",
            """
            import dev.praetor.Cache;
            import dev.praetor.Flow;
            import dev.praetor.Task;
            import java.util.UUID;
            class Drawn {
              static String draw() {
                return UUID.randomUUID().toString();
              }
              static Flow<String> drawn() {
                return Flow.define(
                    "drawn",
                    f -> Task.of(Drawn::draw)
                        .cached(Cache.byInputs().sharedAs("draw").exclusively()).call());
              }
            }
            """);
    assertThat(praetor("projects", "add", "staging")).as(err.toString()).isZero();
    assertThat(praetor("register", folder.resolve("Drawn.java").toString(), "--project=staging"))
        .as(err.toString())
        .isZero();
    var _ = runner(code);
    String here = drawn("drawn");
    String staging = drawn("staging/drawn");
    assertThat(staging).isNotEqualTo(here);
    assertThat(drawn("drawn")).isEqualTo(here);
    assertThat(drawn("staging/drawn")).isEqualTo(staging);
    assertThat(praetor("cache", "list")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("staging/drawn");
  }

  @Test
  void what_a_failure_about_a_secret_advises_mends_it_in_the_project_of_the_run() throws Exception {
    String code =
        register(
            "Uses",
            """
            import dev.praetor.Flow;
            import dev.praetor.Secret;
            import dev.praetor.Task;
            class Uses {
              static int use() { return Secret.named("BILL_TOKEN").get().length(); }
              static Flow<Integer> orders() {
                return Flow.define("orders", f -> Task.of(Uses::use).secrets("BILL_TOKEN").call());
              }
            }
            """);
    assertThat(praetor("projects", "add", "staging")).as(err.toString()).isZero();
    assertThat(praetor("register", folder.resolve("Uses.java").toString(), "--project=staging"))
        .as(err.toString())
        .isZero();
    var _ = runner(code);
    assertThat(failed("orders"))
        .contains("store it at the server: praetor secrets set BILL_TOKEN --grant orders\n");
    String missing = failed("staging/orders");
    assertThat(missing)
        .contains("there is no secret 'BILL_TOKEN'; set the environment variable BILL_TOKEN, or ")
        .contains("praetor secrets set BILL_TOKEN --project staging --grant orders\n");
    followed("praetor secrets set BILL_TOKEN", missing, "--value-file=" + secret("hush-hush"));
    assertThat(praetor("flows", "run", "staging/orders", "--wait")).as(err.toString()).isZero();
    assertThat(praetor("secrets", "revoke", "BILL_TOKEN", "staging/orders")).isZero();
    String ungranted = failed("staging/orders");
    assertThat(ungranted).contains("secret 'BILL_TOKEN' is not granted to flow 'staging/orders'");
    followed("praetor secrets grant", ungranted);
    assertThat(praetor("flows", "run", "staging/orders", "--wait")).as(err.toString()).isZero();
    assertThat(List.of(missing, ungranted))
        .allSatisfy(
            text -> assertThat(text).contains("at Uses.use(").doesNotContain("at dev.praetor."));
  }

  /** Runs a flow, and returns what is shown of the run, which fails. */
  private String failed(String flow) {
    assertThat(praetor("flows", "run", flow, "--wait")).isEqualTo(ExitCode.FAILED);
    assertThat(praetor("runs", "show", "latest")).as(err.toString()).isZero();
    return out.toString();
  }

  /** Runs the command that a text advises at the end of a line. */
  private void followed(String command, String text, String... more) {
    int begin = text.indexOf(command);
    String line = text.substring(begin, text.indexOf('\n', begin));
    List<String> words = new ArrayList<>(List.of(line.split(" ")));
    words.removeFirst();
    words.addAll(List.of(more));
    assertThat(praetor(words.toArray(String[]::new))).as("%s: %s", line, err).isZero();
  }

  private String drawn(String flow) {
    assertThat(praetor("flows", "run", flow, "--wait")).as(err.toString()).isZero();
    return document("latest").path("value").asString();
  }

  @Test
  void a_secret_is_given_to_the_runs_of_the_flow_that_it_is_granted_to() throws Exception {
    assertThat(praetor("secrets", "set", "TOKEN", "--value-file=" + secret("s3cr3t-value")))
        .as(err.toString())
        .isZero();
    var _ =
        runner(
            register(
                "Uses",
                """
                import static dev.praetor.Praetor.*;
                import dev.praetor.Flow;
                import dev.praetor.Secret;
                import dev.praetor.Task;
                class Uses {
                  static int use() {
                    return Secret.named("TOKEN").get().length();
                  }
                  static Flow<Integer> inner() {
                    return Flow.define("inner", f -> Task.of(Uses::use).secrets("TOKEN").call());
                  }
                  static Flow<Integer> outer() {
                    return Flow.define("outer", f -> f.run(inner()));
                  }
                }
                """));
    for (String flow : List.of("inner", "outer")) {
      assertThat(praetor("flows", "run", flow, "--wait")).isNotZero();
      assertThat(praetor("runs", "show", "latest")).isZero();
    }
    assertThat(praetor("flows", "run", "inner", "--wait")).isNotZero();
    assertThat(document("latest").path("taskRuns").toString())
        .contains("secret 'TOKEN' is not granted to flow 'inner'")
        .contains("praetor secrets grant TOKEN inner");
    assertThat(praetor("secrets", "grant", "TOKEN", "inner")).as(err.toString()).isZero();
    for (String flow : List.of("inner", "outer")) {
      assertThat(praetor("flows", "run", flow, "--wait")).as(err.toString()).isZero();
    }
    assertThat(praetor("secrets", "uses", "TOKEN", "--json")).isZero();
    JsonNode uses = JsonMapper.shared().readTree(out.toString());
    assertThat(uses.valueStream().map(use -> use.path("flow").asString()))
        .containsExactly("inner", "inner");
    assertThat(praetor("secrets", "revoke", "TOKEN", "inner")).as(err.toString()).isZero();
    assertThat(praetor("flows", "run", "outer", "--wait")).isNotZero();
  }

  @Test
  void a_variable_is_read_from_the_server_each_time_with_its_present_value() throws Exception {
    var _ =
        runner(
            register(
                "Reads",
                """
                import static dev.praetor.Praetor.*;
                import dev.praetor.Flow;
                import dev.praetor.Task;
                import dev.praetor.Variable;
                class Reads {
                  static String read() {
                    return Variable.named("CHANNEL").get();
                  }
                  static Flow<String> inner() {
                    return Flow.define("inner", f -> Task.of(Reads::read).call());
                  }
                  static Flow<String> outer() {
                    return Flow.define("outer", f -> f.run(inner()));
                  }
                }
                """));
    assertThat(praetor("flows", "run", "inner", "--wait")).isNotZero();
    assertThat(document("latest").toString())
        .contains("there is no variable 'CHANNEL'")
        .contains("set it at the server, in project 'default': praetor variables set CHANNEL VALUE")
        .contains("or set the environment variable PRAETOR_VARIABLE_CHANNEL");
    assertThat(praetor("variables", "set", "CHANNEL", "#general")).as(err.toString()).isZero();
    assertThat(praetor("flows", "run", "inner", "--wait")).as(err.toString()).isZero();
    assertThat(document("latest").path("value").asString()).isEqualTo("#general");
    assertThat(praetor("variables", "set", "CHANNEL", "#random")).as(err.toString()).isZero();
    assertThat(praetor("flows", "run", "outer", "--wait")).as(err.toString()).isZero();
    assertThat(document("latest").path("value").asString()).isEqualTo("#random");
  }

  private Path secret(String value) throws IOException {
    return Files.writeString(folder.resolve("secret"), value);
  }

  @Test
  void runs_within_runs_and_retries_of_flows_are_made_by_the_runner() throws Exception {
    String code =
        register(
            "Nested",
            """
            import static dev.praetor.Praetor.*;
            import dev.praetor.Flow;
            import dev.praetor.Retry;
            import dev.praetor.Task;
            import java.time.Duration;
            import java.util.concurrent.atomic.AtomicInteger;
            class Nested {
              static final AtomicInteger CALLS = new AtomicInteger();
              static int twice(int n) {
                return 2 * n;
              }
              static int fragile(int n) {
                if (CALLS.incrementAndGet() == 1) throw new IllegalStateException("first");
                return n + 1;
              }
              static Flow<Integer> inner() {
                return Flow.define("inner", f -> Task.of(Nested::twice).call(f.parameter("n", Integer.class)));
              }
              static Flow<Integer> outer() {
                return Flow.define(
                    "outer",
                    f -> Task.of(Nested::fragile).call(f.run(inner(), with("n", f.parameter("n", Integer.class)))))
                  .retry(Retry.times(1).every(Duration.ofMillis(10)));
              }
            }
            """);
    var _ = runner(code);
    assertThat(praetor("flows", "run", "outer", "-p", "n=20")).as(err.toString()).isZero();
    String first = out.toString().strip();
    await().atMost(PATIENCE).until(() -> state("latest").equals("Success"));
    JsonNode retry = document("latest");
    assertThat(retry.path("flow").asString()).isEqualTo("outer");
    assertThat(retry.path("value").asInt()).isEqualTo(41);
    assertThat(retry.path("restartOf").asString()).isEqualTo(first);
    assertThat(state(first)).isEqualTo("Failed");
  }

  /** Registers a flow whose task runs 1 to 4 are noted in a ledger; the third waits for a gate. */
  private String held() throws IOException {
    return register(
        "Held",
        """
        import static dev.praetor.Praetor.*;
        import dev.praetor.Flow;
        import dev.praetor.Task;
        import java.nio.file.Files;
        import java.nio.file.Path;
        import java.nio.file.StandardOpenOption;
        import java.util.List;
        class Held {
          static final Path FOLDER = Path.of("%s");
          static int step(int n) throws Exception {
            while (n == 3 && !Files.exists(FOLDER.resolve("gate"))) {
              Thread.sleep(20);
            }
            Files.writeString(
                FOLDER.resolve("ledger"), n + "\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return n;
          }
          static int sum(List<Integer> all) {
            return all.stream().mapToInt(n -> n).sum();
          }
          static Flow<Integer> held() {
            return Flow.define(
                "held",
                f -> Task.of(Held::sum).call(
                    Task.of(Held::step).tags("door").map(each(value(List.of(1, 2, 3, 4)))).collect()));
          }
          static int one() {
            return 1;
          }
          static Flow<Integer> asks() {
            return Flow.define("asks", f -> Task.of(Held::one).call().after(f.approval("Go?")));
          }
        }
        """
            .formatted(folder));
  }

  /** Registers a flow whose 200 task runs with a tag are noted in a ledger. */
  private String busy() throws IOException {
    return register(
        "Busy",
        """
        import static dev.praetor.Praetor.*;
        import dev.praetor.Flow;
        import dev.praetor.Task;
        import java.nio.file.Files;
        import java.nio.file.Path;
        import java.nio.file.StandardOpenOption;
        import java.util.List;
        import java.util.stream.IntStream;
        class Busy {
          static final Path LEDGER = Path.of("%s").resolve("ledger");
          static int step(int n) throws Exception {
            Thread.sleep(5);
            Files.writeString(LEDGER, n + "\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return n;
          }
          static int sum(List<Integer> all) {
            return all.stream().mapToInt(n -> n).sum();
          }
          static List<Integer> all() {
            return IntStream.range(0, 200).boxed().toList();
          }
          static Flow<Integer> busy() {
            return Flow.define(
                "busy",
                f -> Task.of(Busy::sum).call(
                    Task.of(Busy::step).tags("desk").map(each(Task.of(Busy::all).call())).collect()));
          }
        }
        """
            .formatted(folder));
  }

  private List<String> ledger() throws IOException {
    Path ledger = folder.resolve("ledger");
    return Files.exists(ledger) ? Files.readAllLines(ledger) : List.of();
  }

  private String started() throws IOException {
    assertThat(praetor("flows", "run", "held")).as(err.toString()).isZero();
    String run = out.toString().strip();
    await().atMost(PATIENCE).until(() -> ledger().size() == 3);
    return run;
  }

  private void awaitSum(String run) throws IOException {
    await().atMost(PATIENCE).until(() -> state(run).equals("Success"));
    assertThat(document(run).path("value").asInt()).isEqualTo(10);
    assertThat(ledger()).containsExactlyInAnyOrder("1", "2", "3", "4");
  }

  @Test
  void a_run_goes_on_while_its_server_is_away_and_after_it_is_there_again() throws Exception {
    var _ = runner(held());
    String run = started();
    int port = server.url().getPort();
    server.close();
    Files.createFile(folder.resolve("gate"));
    await().atMost(PATIENCE).until(() -> ledger().size() == 4);
    server = server(port);
    awaitSum(run);
  }

  @Test
  void what_follows_runs_while_the_server_is_away_except_what_may_run_at_most_once()
      throws Exception {
    var _ =
        runner(
            register(
                "Chain",
                """
                import static dev.praetor.Praetor.*;
                import dev.praetor.Flow;
                import dev.praetor.Task;
                import java.nio.file.Files;
                import java.nio.file.Path;
                import java.nio.file.StandardOpenOption;
                class Chain {
                  static final Path FOLDER = Path.of("%s");
                  static String note(String name) throws Exception {
                    Files.writeString(
                        FOLDER.resolve("ledger"), name + "\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                    return name;
                  }
                  static String first() throws Exception {
                    note("begun");
                    while (!Files.exists(FOLDER.resolve("gate"))) {
                      Thread.sleep(20);
                    }
                    return note("first");
                  }
                  static String next(String before) throws Exception {
                    return note("after " + before);
                  }
                  static String charge(String before) throws Exception {
                    return note("charged");
                  }
                  static Flow<String> chain() {
                    return Flow.define(
                        "chain",
                        f -> {
                          var first = Task.of(Chain::first).call();
                          var second = Task.of(Chain::next).call(first);
                          var third = Task.of(Chain::next).named("third").call(second);
                          return Task.of(Chain::charge).atMostOnce().call(third);
                        });
                  }
                }
                """
                    .formatted(folder)));
    // A runner that has not heard from its server for 12 seconds starts nothing more.
    boolean ahead = false;
    for (int tries = 0; tries < 5 && !ahead; tries++) {
      ahead = runsAhead();
    }
    assertThat(ahead).isTrue();
  }

  /** Runs the chain while the server is away, and returns whether its tasks ran meanwhile. */
  private boolean runsAhead() throws IOException {
    assertThat(praetor("flows", "run", "chain")).as(err.toString()).isZero();
    String run = out.toString().strip();
    await().atMost(PATIENCE).until(() -> ledger().contains("begun"));
    int port = server.url().getPort();
    server.close();
    Files.createFile(folder.resolve("gate"));
    boolean ahead = hasRunAhead();
    assertThat(ledger()).doesNotContain("charged");
    server = server(port);
    await().atMost(PATIENCE).until(() -> state(run).equals("Success"));
    assertThat(ledger())
        .containsExactly("begun", "first", "after first", "after after first", "charged");
    Files.delete(folder.resolve("gate"));
    Files.delete(folder.resolve("ledger"));
    return ahead;
  }

  private boolean hasRunAhead() {
    try {
      await().atMost(Duration.ofSeconds(15)).until(() -> ledger().contains("after after first"));
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }

  @Test
  void another_server_at_the_same_store_takes_the_place_of_one_that_ends() throws Exception {
    String code = held();
    PraetorServer second = server(0);
    try {
      var _ = runner(code, List.of(server.url(), second.url()));
      String run = started();
      server.close();
      Files.createFile(folder.resolve("gate"));
      awaitSum(run);
    } finally {
      runners.forEach(RemoteRunner::close);
      second.close();
    }
  }

  @Test
  void a_runner_that_is_cut_off_from_one_server_after_the_other_does_everything_once()
      throws Exception {
    String code = busy();
    assertThat(praetor("limits", "set", "desk", "2")).as(err.toString()).isZero();
    assertThat(document(runWhileServersAreCutOff(code, "busy")).path("value").asInt())
        .isEqualTo(19_900);
    assertThat(ledger()).doesNotHaveDuplicates().hasSize(200);
    assertThat(praetor("limits", "list", "--json")).isZero();
    assertThat(out.toString()).contains("\"used\" : 0");
  }

  /** Runs a flow in a runner that is cut off from one of two servers after the other. */
  private String runWhileServersAreCutOff(String code, String flow) throws IOException {
    try (PraetorServer second = server(0);
        CutNetwork one = CutNetwork.to(server.url().getPort());
        CutNetwork other = CutNetwork.to(second.url().getPort())) {
      List<URI> both =
          Stream.of(one, other)
              .map(network -> URI.create("http://127.0.0.1:" + network.port()))
              .toList();
      RemoteRunner runner = runner(code, both);
      assertThat(praetor("flows", "run", flow)).as(err.toString()).isZero();
      String run = out.toString().strip();
      int sent = sent(run);
      for (int turn = 0; !state(run).equals("Success"); turn++) {
        CutNetwork cut = turn % 2 == 0 ? one : other;
        int before = sent;
        cut.reset();
        await().atMost(PATIENCE).until(() -> sent(run) > before || state(run).equals("Success"));
        cut.heal();
        sent = sent(run);
      }
      runner.close();
      runners.remove(runner);
      return run;
    }
  }

  /** Returns the number of task runs that are recorded as ended. */
  private int sent(String run) {
    return (int)
        document(run)
            .path("taskRuns")
            .valueStream()
            .filter(task -> task.path("state").asString().equals("Success"))
            .count();
  }

  @Test
  void orders_reach_a_run_at_once() throws Exception {
    var _ = runner(held());
    String run = started();
    assertThat(praetor("runs", "pause", run)).as(err.toString()).isZero();
    await().atMost(PATIENCE).until(() -> state(run).equals("Paused"));
    assertThat(praetor("runs", "resume", run)).as(err.toString()).isZero();
    await().atMost(PATIENCE).until(() -> state(run).equals("Running"));
    long asked = System.nanoTime();
    assertThat(praetor("runs", "cancel", run)).as(err.toString()).isZero();
    await().atMost(PATIENCE).until(() -> state(run).equals("Cancelled"));
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(20));
    assertThat(ledger()).containsExactlyInAnyOrder("1", "2", "4");
  }

  @Test
  void a_runner_that_retires_ends_its_work_and_leaves_what_waits_to_another() throws Exception {
    String code = held();
    RemoteRunner retiring = runner(code);
    String works = started();
    assertThat(praetor("flows", "run", "asks")).as(err.toString()).isZero();
    String waits = out.toString().strip();
    await().atMost(PATIENCE).until(() -> state(waits).equals("Paused"));
    CompletableFuture<Void> retired = retiring.retire();
    var _ = runner(code);
    await().atMost(PATIENCE).until(() -> praetor("runs", "approve", waits, "approval") == 0);
    await().atMost(PATIENCE).until(() -> state(waits).equals("Success"));
    assertThat(praetor("flows", "run", "asks")).as(err.toString()).isZero();
    String later = out.toString().strip();
    await().atMost(PATIENCE).until(() -> state(later).equals("Paused"));
    assertThat(retired).isNotDone();
    Files.createFile(folder.resolve("gate"));
    awaitSum(works);
    retired.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(document(waits).path("crashes").asInt()).isZero();
    assertThat(praetor("events", "list", "--run=" + waits)).as(err.toString()).isZero();
    assertThat(out.toString()).doesNotContain("could not continue");
  }

  @Test
  void a_runner_takes_and_resumes_runs_of_each_project_that_has_its_package() throws Exception {
    String code = held();
    assertThat(praetor("projects", "add", "staging")).as(err.toString()).isZero();
    assertThat(praetor("register", folder.resolve("Held.java").toString(), "--project=staging"))
        .as(err.toString())
        .isZero();
    RemoteRunner first = runner(code);
    assertThat(praetor("flows", "run", "staging/held")).as(err.toString()).isZero();
    String run = out.toString().strip();
    await().atMost(PATIENCE).until(() -> ledger().size() == 3);
    first.close();
    var _ = runner(code);
    Files.createFile(folder.resolve("gate"));
    awaitSum(run);
    assertThat(document(run).path("flow").asString()).isEqualTo("staging/held");
    assertThat(praetor("flows", "run", "held", "--wait")).as(err.toString()).isZero();
  }

  @Test
  void limited_tags_hold_over_all_runners() throws Exception {
    String code = held();
    assertThat(praetor("limits", "set", "door", "1")).as(err.toString()).isZero();
    var _ = runner(code);
    var _ = runner(code);
    Files.createFile(folder.resolve("gate"));
    assertThat(praetor("flows", "run", "held", "--wait")).as(err.toString()).isZero();
    awaitSum("latest");
    assertThat(praetor("limits", "list", "--json")).isZero();
    assertThat(out.toString()).contains("\"used\" : 0");
  }

  @Test
  void what_waits_for_a_limited_tag_gets_its_turn_from_the_next_server() throws Exception {
    startUntilOneWaitsForDoor();
    int port = server.url().getPort();
    server.close();
    server = server(port);
    await().atMost(PATIENCE).until(this::waitsForDoor);
    Files.createFile(folder.resolve("gate"));
    awaitSum("latest");
    assertThat(praetor("limits", "list", "--json")).isZero();
    assertThat(out.toString()).contains("\"used\" : 0");
  }

  @Test
  void what_ends_while_the_server_is_away_frees_its_slot_at_the_next_server() throws Exception {
    startUntilOneWaitsForDoor();
    int port = server.url().getPort();
    server.close();
    Files.createFile(folder.resolve("gate"));
    await().atMost(PATIENCE).until(() -> ledger().size() == 3);
    server = server(port);
    awaitSum("latest");
    assertThat(praetor("limits", "list", "--json")).isZero();
    assertThat(out.toString()).contains("\"used\" : 0");
  }

  /** Starts a run of which one attempt holds the only slot of a tag, and the next waits for it. */
  private void startUntilOneWaitsForDoor() throws IOException {
    String code = held();
    assertThat(praetor("limits", "set", "door", "1")).as(err.toString()).isZero();
    var _ = runner(code);
    assertThat(praetor("flows", "run", "held")).as(err.toString()).isZero();
    await().atMost(PATIENCE).until(() -> ledger().size() == 2 && waitsForDoor());
  }

  /** Returns whether an attempt of the newest run waits for the tag. */
  private boolean waitsForDoor() {
    return praetor("runs", "why", "latest") == 0 && out.toString().contains("'door'");
  }

  private Process process(String code, UUID id) throws IOException {
    ProcessBuilder start =
        new ProcessBuilder(
            TestJvm.program(
                "runner", "--server", "--code=" + code, "--home=" + folder.resolve("elsewhere")));
    start.environment().keySet().removeIf(name -> name.startsWith("PRAETOR_"));
    start.environment().put("PRAETOR_SERVER", server.url().toString());
    start.environment().put("PRAETOR_API_KEY", key());
    start.environment().put("PRAETOR_RUNNER", id.toString());
    start.redirectErrorStream(true).redirectOutput(folder.resolve("runner.log").toFile());
    return start.start();
  }

  private String key() throws IOException {
    return Files.readString(PraetorServer.keyFile(folder.resolve("home"))).strip();
  }

  @Test
  @Tag("process")
  void what_had_ended_in_a_killed_runner_does_not_run_again() throws Exception {
    server.close();
    server = server(0, VERSION);
    String code = held();
    UUID id = UUID.randomUUID();
    Process first = process(code, id);
    try {
      String run = started();
      await()
          .atMost(PATIENCE)
          .until(() ->
              document(run)
                      .path("taskRuns")
                      .valueStream()
                      .filter(each -> each.path("state").asString().equals("Success"))
                      .count()
                  == 3);
      first.destroyForcibly().waitFor();
      RemoteRunner.reportDeath(new Servers(List.of(server.url()), key()), id);
      Files.createFile(folder.resolve("gate"));
      Process second = process(code, UUID.randomUUID());
      try {
        awaitSum(run);
        second.getOutputStream().close();
        assertThat(second.waitFor()).isZero();
      } finally {
        second.destroyForcibly();
      }
    } finally {
      first.destroyForcibly();
    }
  }
}
