package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.Praetor;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.TaskPath;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.RunOrigin;
import dev.praetor.store.model.StoreLocation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands about limits, and the explanation of waits. */
@ParameterizedClass
@EnumSource
class LimitsCommandTest {
  private static final String SOURCE =
      """
      import dev.praetor.*;
      import java.util.concurrent.atomic.*;
      import static dev.praetor.Praetor.*;
      class Uses {
        static final AtomicInteger now = new AtomicInteger();
        static final AtomicInteger most = new AtomicInteger();
        static int use(int x) {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          Thread.yield();
          now.decrementAndGet();
          return x;
        }
        static int most(java.util.List<Integer> all) { return most.get(); }
        static Flow<Integer> flow() {
          return Flow.define("uses", f -> {
            var all = java.util.stream.IntStream.range(0, 50).boxed().toList();
            return Task.of(Uses::most).call(Task.of(Uses::use).tags("db").map(each(value(all))).collect());
          });
        }
      }
      """;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  private final Place kind;
  @TempDir private Path folder;
  private Place.Opened place = Place.HOME.open(Path.of("unused"));

  LimitsCommandTest(Place kind) {
    this.kind = kind;
  }

  @BeforeEach
  void open() {
    place = kind.open(folder.resolve("home"));
  }

  @AfterEach
  void close() {
    place.close();
  }

  private int praetor(String... args) {
    out = new StringWriter();
    err = new StringWriter();
    Place.Opened where = args[0].equals("run") ? Place.HOME.open(folder.resolve("home")) : place;
    return Main.execute(
        new PrintWriter(out, true), new PrintWriter(err, true), where.command(args));
  }

  @Test
  void limits_are_set_listed_and_deleted() {
    assertThat(praetor("limits", "list")).isZero();
    assertThat(out.toString()).contains("No limits.", "praetor limits set NAME N");
    if (kind == Place.HOME) {
      assertThat(folder.resolve("home")).doesNotExist();
    }
    assertThat(praetor("limits", "set", "db", "4")).isZero();
    assertThat(out.toString()).contains("the limit of tag 'db' is 4");
    assertThat(praetor("limits", "set", "nightly", "1", "--flow")).isZero();
    assertThat(praetor("limits", "set", "db", "3", "--tag")).isZero();
    assertThat(praetor("limits", "list")).isZero();
    assertThat(out.toString().lines())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("flow  nightly  0 of 1 in use, set "))
        .anyMatch(line -> line.startsWith("tag   db       0 of 3 in use, set "));
    assertThat(praetor("limits", "list", "--json")).isZero();
    JsonNode first = JsonMapper.shared().readTree(out.toString()).get(0);
    assertThat(first.get("scope").asString()).isEqualTo("flow");
    assertThat(first.get("limit").asInt()).isEqualTo(1);
    assertThat(praetor("limits", "delete", "nightly", "--flow")).isZero();
    assertThat(praetor("limits", "delete", "nightly", "--flow")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("there is no limit of flow 'nightly'");
  }

  @Test
  void a_limit_that_lets_nothing_run_is_refused() {
    assertThat(praetor("limits", "set", "db", "0")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("a limit is at least 1");
    assertThat(praetor("limits", "set", "db", "many")).isEqualTo(ExitCode.USAGE);
    assertThat(praetor("limits", "set", "db", "1", "--tag", "--flow")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void runs_obey_the_limits_of_their_home() throws Exception {
    String source = Files.writeString(folder.resolve("Uses.java"), SOURCE).toString();
    assertThat(praetor("limits", "set", "db", "1")).isZero();
    assertThat(praetor("run", source, "--json")).isZero();
    assertThat(JsonMapper.shared().readTree(out.toString()).get("value").asInt()).isEqualTo(1);
    assertThat(praetor("runs", "why", "latest")).isZero();
    assertThat(out.toString()).contains("does not wait: the run is Success");
    assertThat(praetor("runs", "why", "latest", "use[3]", "--json")).isZero();
    assertThat(JsonMapper.shared().readTree(out.toString()).isEmpty()).isTrue();
    assertThat(praetor("limits", "list")).isZero();
    assertThat(out.toString()).contains("0 of 1 in use");
  }

  private static LocalRun<Integer> run(RunStore store, CountDownLatch gate, CountDownLatch begun) {
    var hold =
        Task.of(
                "hold",
                Integer.class,
                (Integer x) -> {
                  begun.countDown();
                  gate.await();
                  return x;
                })
            .tags("db");
    Flow<Integer> flow = Flow.define("holds", f -> hold.call(Praetor.value(1)));
    return LocalRun.of(flow)
        .with(settings ->
            settings
                .withSlots(store.slots())
                .withPersistence(
                    new RunSettings.Persistence(
                        store.journal(flow, new RunOrigin("test", "ann")), store.cache())));
  }

  @Test
  void why_a_task_run_waits_for_a_limit_is_explained() throws Exception {
    assertThat(praetor("limits", "set", "db", "1")).isZero();
    CountDownLatch gate = new CountDownLatch(1);
    try (RunStore store = RunStore.open(new StoreLocation.Home(folder.resolve("home")))) {
      CountDownLatch begun = new CountDownLatch(1);
      FlowRun<Integer> holder = run(store, gate, begun).start();
      begun.await();
      FlowRun<Integer> waits = run(store, gate, new CountDownLatch(1)).start();
      String id = waits.id().toString();
      await()
          .until(() ->
              store
                  .taskRun(waits.id(), TaskPath.parse("hold"))
                  .filter(found -> found.state().type() == StateType.QUEUED)
                  .isPresent());
      String text =
          "the limit of tag 'db', 1, is reached by hold of run %s; it is number 1 in the queue"
              .formatted(holder.id());
      assertThat(praetor("runs", "why", id)).isZero();
      assertThat(out.toString()).contains(text);
      assertThat(praetor("runs", "show", id)).isZero();
      assertThat(out.toString()).contains("waits      " + text);
      assertThat(praetor("runs", "why", id, "hold", "--json")).isZero();
      JsonNode reason = JsonMapper.shared().readTree(out.toString()).get(0);
      assertThat(reason.get("reason").asString()).isEqualTo("LIMIT");
      assertThat(reason.get("holders").get(0).get("task").asString()).isEqualTo("hold");
      assertThat(praetor("limits", "list")).isZero();
      assertThat(out.toString()).contains("1 of 1 in use");
      String holds = holder.id().toString();
      assertThat(praetor("limits", "show", "db")).isZero();
      assertThat(out.toString()).contains("1 of 1 in use", "run " + holds + "  hold");
      assertThat(praetor("limits", "show", "db", "--json")).isZero();
      JsonNode shown = JsonMapper.shared().readTree(out.toString()).get("holders").get(0);
      assertThat(shown.get("run").asString()).isEqualTo(holds);
      assertThat(praetor("limits", "release", "db", holds, "other")).isNotZero();
      assertThat(err.toString()).contains("other of run " + holds + " holds no slot");
      assertThat(praetor("limits", "release", "db", holds, "hold")).isZero();
      assertThat(out.toString()).contains("its attempt goes on uncounted");
      await()
          .until(() ->
              store
                  .taskRun(waits.id(), TaskPath.parse("hold"))
                  .filter(found -> found.state().type() == StateType.RUNNING)
                  .isPresent());
      assertThat(praetor("limits", "show", "db")).isZero();
      assertThat(out.toString()).contains("run " + id + "  hold").doesNotContain(holds);
      gate.countDown();
      assertThat(holder.await().value()).isEqualTo(1);
      assertThat(waits.await().value()).isEqualTo(1);
      assertThat(praetor("limits", "show", "db")).isZero();
      assertThat(out.toString()).contains("0 of 1 in use").doesNotContain("run ");
      assertThat(praetor("limits", "show", "none")).isEqualTo(ExitCode.USAGE);
    }
  }
}
