package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.embedded.PraetorEngine;
import dev.praetor.embedded.run.EngineSettings;
import dev.praetor.embedded.serve.LoggedSchedules;
import dev.praetor.engine.loading.PackageLoader;
import dev.praetor.store.RunStore;
import dev.praetor.store.flow.PackageFolder;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The restart of a run of a registered flow, whose code the command does not have. */
@ParameterizedClass
@EnumSource
class RestartCommandTest extends RegisteringTest {
  private static final String CODE =
      """
      static int half(int n) {
        if (n % 2 == 1) throw new IllegalStateException("odd");
        return n / 2;
      }
      static List<Integer> numbers(int n) {
        return java.util.stream.IntStream.range(0, n).boxed().toList();
      }
      static Flow<?> flow() {
        return Flow.define("halves", f -> Task.of(Mine::half)
            .map(each(Task.of(Mine::numbers).call(f.parameter("n", 3)))).collect());
      }
      """;
  private RunStore store;
  private PraetorEngine engine;

  RestartCommandTest(Place kind) {
    super(kind);
  }

  @BeforeEach
  void serve() throws IOException {
    String sha256 = json("register", source("Mine", CODE)).at("/package/sha256").asString();
    store = RunStore.open(new StoreLocation.Home(home()), StoreOptions.defaults().withCode(sha256));
    engine = new PraetorEngine(store, EngineSettings.defaults(), new LoggedSchedules());
    Path place = new PackageFolder(home(), store.packageFiles()).open(sha256);
    engine.serveWithoutSchedules(PackageLoader.load(place));
  }

  @AfterEach
  void stop() {
    engine.close();
    store.close();
  }

  private void fail(String... parameters) {
    String[] command = {"flows", "run", "halves", "--wait"};
    String[] all = Arrays.copyOf(command, command.length + parameters.length);
    System.arraycopy(parameters, 0, all, command.length, parameters.length);
    assertThat(praetor(all)).as(err.toString()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void the_plan_is_printed_before_the_run_is_made() {
    fail();
    String plan = succeed("runs", "restart", "latest", "--plan");
    assertThat(plan).contains("numbers: reused", "half[1]: it was Failed", "reused: 2 Success");
    String made = succeed("runs", "restart", "latest", "--version", "1");
    assertThat(made).startsWith(plan);
    String id = made.lines().toList().getLast();
    assertThat(json("runs", "show", id).path("restartOf").asString()).isNotEmpty();
    assertThat(succeed("runs", "show", id)).containsPattern("version +1\\n");
  }

  @Test
  void other_parameters_run_everything_again_that_depends_on_them() {
    fail();
    JsonNode made = json("runs", "restart", "latest", "--from", "all", "-p", "n=1");
    assertThat(made.path("flow").asString()).isEqualTo("halves");
    assertThat(made.path("version").asInt()).isEqualTo(1);
    assertThat(succeed("runs", "show", made.path("id").asString(), "--follow")).contains("Success");
    JsonNode plan = json("runs", "restart", made.path("restartOf").asString(), "--plan");
    assertThat(plan.at("/nodes/1/runs")).hasSize(1);
  }

  @Test
  void a_plan_names_each_of_many_task_runs() {
    fail("-p", "n=2500");
    assertThat(succeed("runs", "restart", "latest", "--plan"))
        .contains("1250 of 2500 will run", "1250 task runs, half[1] … half[2499]: it was Failed");
    JsonNode half = json("runs", "restart", "latest", "--plan").at("/nodes/1");
    assertThat(half.path("runs")).hasSize(1250);
    assertThat(half.at("/reused/Success").asInt()).isEqualTo(1250);
  }

  @Test
  void a_restart_that_cannot_be_is_refused() {
    fail();
    assertThat(refused("runs", "restart", "latest", "--draw")).contains("a worker starts");
    assertThat(refused("runs", "restart", "latest", "--version", "7")).contains("no version 7");
    assertThat(refused("runs", "restart", "latest", "--from", "none")).contains("none");
    assertThat(refused("runs", "restart", "latest", "-p", "n=many")).contains("halves/n");
    String later = succeed("flows", "run", "halves", "--at", "2h").strip();
    assertThat(refused("runs", "restart", later)).contains("cancel it first");
    if (!isLocal()) {
      assertThat(refused("runs", "restart", "latest", "--target", "Mine.java"))
          .contains("which has no store of a server");
    }
  }
}
