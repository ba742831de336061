package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.RunId;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.embedded.PraetorEngine;
import dev.praetor.embedded.run.EngineSettings;
import dev.praetor.embedded.serve.LoggedSchedules;
import dev.praetor.engine.loading.PackageLoader;
import dev.praetor.store.RunStore;
import dev.praetor.store.flow.PackageFolder;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.model.StoredRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The command that makes runs of registered flows. */
@ParameterizedClass
@EnumSource
class FlowsRunCommandTest extends RegisteringTest {
  FlowsRunCommandTest(Place kind) {
    super(kind);
  }

  private static final String CODE =
      """
      static String greet(String name, int times) {
        if (times < 0) throw new IllegalStateException("negative");
        return "hello " + name.repeat(times);
      }
      static Flow<?> flow() {
        return Flow.define("greeting", f -> Task.of(Mine::greet)
            .call(f.parameter("name", String.class), f.parameter("times", 1)));
      }
      """;
  private String sha256 = "";

  @BeforeEach
  void register() throws IOException {
    sha256 = json("register", source("Mine", CODE)).get("package").get("sha256").asString();
  }

  private StoredRun run(String id) {
    try (RunStore store = RunStore.openToRead(new StoreLocation.Home(home()))) {
      return store.find(RunId.parse(id)).orElseThrow();
    }
  }

  @Test
  void a_run_of_a_registered_flow_is_started_and_resumed_by_workers() {
    String id = succeed("flows", "run", "greeting", "-p", "name=Ann").strip();
    assertThat(succeed("runs", "resume", id))
        .contains(
            "has not started yet: a worker, or an application that serves the flow, starts it");
  }

  @Test
  void a_run_is_made_and_waits_for_a_process_with_the_code() {
    String id =
        succeed("flows", "run", "greeting", "-p", "name=Ann", "--label", "team=shop").strip();
    StoredRun run = run(id);
    assertThat(run.isWaiting()).isTrue();
    assertThat(run.parameters()).isEqualTo("{\"name\":\"Ann\",\"times\":1}");
    assertThat(run.entry().labels()).containsEntry("team", "shop");
    assertThat(run.origin().user()).isNotEmpty();
    JsonNode made = json("flows", "run", "greeting", "-p", "name=Ben", "-p", "times=2");
    assertThat(made.get("created").asBoolean()).isTrue();
    assertThat(made.get("version").asInt()).isEqualTo(1);
    assertThat(run(made.get("id").asString()).parameters()).contains("\"times\":2");
    assertThat(succeed("runs", "list").lines()).hasSize(3);
  }

  @Test
  void one_key_makes_one_run() {
    String[] keyed = {"flows", "run", "greeting", "-p", "name=Ann", "--key", "order 1"};
    String first = succeed(keyed);
    assertThat(succeed(keyed)).isEqualTo(first);
    assertThat(err.toString()).contains("a run with this key was made before");
    assertThat(json(keyed).get("created").asBoolean()).isFalse();
  }

  @Test
  void a_run_may_have_a_priority() {
    String id = succeed("flows", "run", "greeting", "-p", "name=Ann", "--priority", "7").strip();
    assertThat(run(id).entry().priority()).isEqualTo(7);
    assertThat(praetor("flows", "run", "greeting", "-p", "name=Ann", "--priority", "high"))
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void a_run_may_be_due_later() {
    String id = succeed("flows", "run", "greeting", "-p", "name=Ann", "--at", "2h").strip();
    assertThat(run(id).times().scheduled()).isAfter(Instant.now().plusSeconds(7_000));
  }

  @Test
  void a_time_in_the_past_is_now() {
    Instant before = Instant.now().minusSeconds(1);
    String id =
        succeed("flows", "run", "greeting", "-p", "name=Ann", "--at", "2025-01-01T00:00:00Z");
    assertThat(run(id.strip()).times().scheduled()).isAfter(before);
  }

  @Test
  void a_run_that_cannot_be_made_is_refused_with_all_problems() {
    assertThat(refused("flows", "run", "greeting", "-p", "nmae=Ann", "-p", "times=many"))
        .contains("greeting/nmae", "greeting/name: is required", "greeting/times: must be Integer");
    assertThat(refused("flows", "run", "none")).contains("no flow 'none' is registered");
    assertThat(refused("flows", "run", "greeting", "-p", "name=Ann", "--version", "4"))
        .contains("flow 'greeting' has no version 4");
    succeed("flows", "archive", "greeting");
    assertThat(refused("flows", "run", "greeting", "-p", "name=Ann"))
        .contains("flow 'greeting' is archived and makes no runs; unarchive it first");
    assertThat(succeed("runs", "list")).contains("No runs.");
  }

  @Test
  void its_end_can_be_awaited() throws Exception {
    StoreLocation where = new StoreLocation.Home(home());
    StoreOptions options = StoreOptions.defaults().withCode(sha256);
    try (RunStore store = RunStore.open(where, options);
        PraetorEngine engine =
            new PraetorEngine(store, EngineSettings.defaults(), new LoggedSchedules())) {
      Path place = new PackageFolder(home(), store.packageFiles()).open(sha256);
      engine.serveWithoutSchedules(PackageLoader.load(place));
      assertThat(succeed("flows", "run", "greeting", "-p", "name=Ann", "--wait").lines())
          .hasSize(2)
          .last()
          .isEqualTo("Success");
      JsonNode run = json("flows", "run", "greeting", "-p", "name=Ann", "-p", "times=2", "--wait");
      assertThat(run.get("value").asString()).isEqualTo("hello AnnAnn");
      assertThat(praetor("flows", "run", "greeting", "-p", "name=Ann", "-p", "times=-1", "--wait"))
          .isEqualTo(ExitCode.FAILED);
      assertThat(out.toString()).contains("Failed");
      assertThat(praetor("flows", "run", "greeting", "-p", "name=Ann", "--follow")).isZero();
      assertThat(out.toString()).contains("greet", "hello Ann");
    }
  }

  @Test
  void what_is_set_for_a_flow_is_given_to_its_runs() {
    assertThat(succeed("flows", "set", "greeting")).contains("nothing is set");
    assertThat(
            succeed(
                "flows",
                "set",
                "greeting",
                "-p",
                "name=Bo",
                "--label",
                "team=shop",
                "--limit",
                "2"))
        .isEqualTo("parameter name = \"Bo\"\nlabel team = shop\nlimit 2\n");
    String id = succeed("flows", "run", "greeting", "--name", "for Bo").strip();
    assertThat(run(id).parameters()).isEqualTo("{\"name\":\"Bo\",\"times\":1}");
    assertThat(run(id).entry().labels()).containsEntry("team", "shop");
    assertThat(run(id).name()).isEqualTo("for Bo");
    JsonNode set = json("flows", "set", "greeting", "-p", "times=3", "--unset-label", "team");
    assertThat(set.toString())
        .isEqualTo(
            "{\"flow\":\"greeting\",\"parameters\":{\"name\":\"Bo\",\"times\":3},\"labels\":{},\"limit\":2}");
    assertThat(succeed("flows", "set", "greeting", "--unset", "name", "--no-limit"))
        .isEqualTo("parameter times = 3\n");
    assertThat(refused("flows", "set", "greeting", "-p", "times=many")).contains("greeting/times");
    assertThat(refused("flows", "set", "greeting", "--unset", "name")).contains("is not set");
    assertThat(refused("flows", "set", "none")).contains("no flow 'none' is registered");
  }

  @Test
  void a_schedule_is_added_to_a_flow_and_deleted_again() {
    JsonNode added =
        json(
            "schedules",
            "add",
            "greeting",
            "--cron",
            "30 8 * * MON-FRI",
            "--in",
            "America/New_York",
            "-p",
            "name=Ann",
            "--catch-up",
            "6h",
            "--overlap",
            "skip");
    String id = added.get("id").asString();
    assertThat(id).startsWith("greeting#");
    assertThat(added.get("next")).hasSize(3);
    assertThat(succeed("schedules", "list"))
        .contains(id + "  at 08:30 on Monday to Friday, New York time", "added to greeting on ");
    assertThat(succeed("schedules", "show", id)).contains("next at ");
    assertThat(succeed("schedules", "next", "--for", "7d")).contains("name=Ann");
    String run = succeed("schedules", "run-now", id).strip();
    assertThat(run(run).parameters()).isEqualTo("{\"name\":\"Ann\",\"times\":1}");
    assertThat(succeed("schedules", "pause", id, "--why", "holidays")).contains("is paused");
    succeed("flows", "archive", "greeting");
    assertThat(succeed("schedules", "list")).contains("the flow is archived");
    assertThat(succeed("schedules", "delete", id)).contains("is deleted");
    assertThat(refused("schedules", "show", id)).contains("there is no schedule");
  }

  @Test
  void a_schedule_that_was_added_is_changed() {
    JsonNode added =
        json(
            "schedules",
            "add",
            "greeting",
            "--date",
            "2040-03-06T08:30",
            "--in",
            "Europe/Berlin",
            "--end",
            "2050-01-01T00:00",
            "-p",
            "name=Ann",
            "-p",
            "times=2");
    assertThat(added.at("/next/0").asString()).isEqualTo("2040-03-06T07:30:00Z");
    String id = added.get("id").asString();
    assertThat(succeed("schedules", "update", id, "--date", "2040-07-06T08:30"))
        .contains("next at 2040-07-06T08:30+02:00[Europe/Berlin]");
    assertThat(succeed("schedules", "update", id, "--cron", "0 9 * * *", "--in", "UTC"))
        .contains("T09:00:00Z")
        .doesNotContain("[UTC]");
    succeed("schedules", "update", id, "--unset", "times", "-p", "name=Bo", "--overlap", "skip");
    assertThat(succeed("schedules", "next")).contains("name=Bo").doesNotContain("times");
    assertThat(succeed("schedules", "update", id, "--no-end", "--start", "2060-01-01T00:00"))
        .contains("next at 2060-01-01T09:00:00Z");
    assertThat(refused("schedules", "update", id)).contains("nothing is to be changed");
    assertThat(refused("schedules", "update", id, "--unset", "name")).contains("greeting/name");
    assertThat(refused("schedules", "update", id, "--unset", "none")).contains("is not set");
    assertThat(refused("schedules", "update", id, "--end", "soon")).contains("is not a time");
    assertThat(refused("schedules", "update", id, "--in", "Nowhere")).contains("Nowhere");
    assertThat(refused("schedules", "update", id, "--overlap", "often")).contains("overlap");
    assertThat(refused("schedules", "update", id, "--no-end", "--end", "2050-01-01T00:00"))
        .contains("not both");
    assertThat(refused("schedules", "update", "none", "--every", "1h")).contains("no schedule");
  }

  @Test
  void wrong_terms_of_a_schedule_are_refused() {
    assertThat(refused("schedules", "add", "greeting", "-p", "name=a")).contains("give one of");
    assertThat(refused("schedules", "add", "greeting", "--cron", "@daily", "--every", "1h"))
        .contains("give one of");
    assertThat(refused("schedules", "add", "greeting", "--cron", "@daily"))
        .contains("greeting/name");
    for (String[] wrong :
        new String[][] {
          {"--cron", "61 * * * *"}, {"--rrule", "FREQ=SOMETIMES"}, {"--overlap", "sometimes"}
        }) {
      List<String> command = new ArrayList<>(List.of("schedules", "add", "greeting"));
      command.addAll(List.of(wrong));
      if (wrong[0].equals("--overlap")) {
        command.addAll(List.of("--every", "1h"));
      }
      assertThat(refused(command.toArray(String[]::new)))
          .contains(wrong[0] + ": ")
          .doesNotContain("$");
    }
    assertThat(refused("schedules", "add", "greeting", "--cron", "99 * * * *", "-p", "name=a"))
        .contains("99");
    assertThat(refused("schedules", "add", "greeting", "--every", "soon", "-p", "name=a"))
        .contains("--every");
    assertThat(refused("schedules", "add", "none", "--cron", "@daily"))
        .contains("no flow 'none' is registered");
  }

  @Tag("process")
  @Test
  void ctrl_c_leaves_the_run_and_says_how_it_is_cancelled() throws Exception {
    Path said = folder.resolve("said");
    List<String> command = new ArrayList<>(CommandLineTest.withInterrupts());
    command.addAll(
        TestJvm.program(command("flows", "run", "greeting", "-p", "name=Ann", "--wait")));
    Process waiting = new ProcessBuilder(command).redirectError(said.toFile()).start();
    try (BufferedReader lines = waiting.inputReader()) {
      String id = lines.readLine();
      // It says that the run waits once it handles Ctrl-C.
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.readString(said).contains("waits: "));
      new ProcessBuilder("kill", "-INT", Long.toString(waiting.pid())).start().waitFor();
      assertThat(waiting.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(waiting.exitValue()).isEqualTo(ExitCode.CANCELLED);
      assertThat(Files.readString(said))
          .containsOnlyOnce("The run goes on; cancel it with praetor runs cancel " + id);
      assertThat(run(id).isWaiting()).isTrue();
      succeed("runs", "cancel", id);
    } finally {
      waiting.destroyForcibly();
    }
  }
}
