package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.cli.error.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Projects from the shell, in a store and at a server alike. */
@ParameterizedClass
@EnumSource
class ProjectsCommandTest {
  private final Place kind;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  @TempDir private Path home;
  private Place.Opened place;

  ProjectsCommandTest(Place kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() {
    place = kind.open(home);
  }

  @AfterEach
  void stop() {
    place.close();
  }

  private int praetor(String... args) {
    out = new StringWriter();
    err = new StringWriter();
    return Main.execute(
        new PrintWriter(out, true), new PrintWriter(err, true), place.command(args));
  }

  private JsonNode json(String... args) {
    assertThat(praetor(args)).as(() -> err.toString()).isZero();
    return JsonMapper.shared().readTree(out.toString());
  }

  private Path source(String value) throws Exception {
    return Files.writeString(
        home.resolve("Night.java"),
        """
        import dev.praetor.Flow;
        import dev.praetor.Task;
        class Night {
          static Flow<String> night() {
            return Flow.define("night", f -> Task.of("say", String.class, () -> "%s").call());
          }
        }
        """
            .formatted(value));
  }

  @Test
  void lists_of_an_unknown_project_say_that_there_is_none() {
    for (String list : new String[] {"variables", "secrets", "runs"}) {
      assertThat(praetor("limits", "list")).isZero();
      assertThat(praetor("projects", "add", "made-by-" + list)).isZero();
      assertThat(praetor(list, "list", "--project=nosuch")).as(list).isNotZero();
      assertThat(err.toString()).contains("there is no project 'nosuch'");
      assertThat(praetor(list, "list", "--project=made-by-" + list)).as(list).isZero();
      assertThat(out.toString()).startsWith("No " + list);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flows list --project=nosuch",
        "schedules list --project=nosuch",
        "flows show nosuch/night",
        "audit list --project=nosuch",
        "secrets uses TOKEN --project=nosuch",
        "secrets delete TOKEN --project=nosuch",
        "secrets grant TOKEN night --project=nosuch",
        "secrets grant TOKEN nosuch/night",
        "secrets revoke TOKEN night --project=nosuch",
        "variables get CHANNEL --project=nosuch",
        "variables delete CHANNEL --project=nosuch"
      })
  void commands_say_that_there_is_no_such_project(String command) {
    // Before the store is made, and then with one.
    for (int i = 0; i < 2; i++) {
      assertThat(praetor(command.split(" "))).as("%s", out).isEqualTo(ExitCode.USAGE);
      assertThat(err.toString()).startsWith("praetor: there is no project 'nosuch'");
      assertThat(praetor("projects", "add", "made")).as("%s", err).isEqualTo(i == 0 ? 0 : 2);
    }
  }

  @Test
  void uses_of_a_secret_that_does_not_exist_are_told_as_such() {
    assertThat(praetor("projects", "add", "lab")).isZero();
    for (String project : new String[] {"default", "lab"}) {
      assertThat(praetor("secrets", "uses", "NOPE", "--project=" + project))
          .isEqualTo(ExitCode.USAGE);
      assertThat(err.toString()).isEqualToIgnoringNewLines("praetor: there is no secret 'NOPE'");
    }
  }

  @Test
  void flows_and_schedules_are_listed_by_project() throws Exception {
    assertThat(praetor("projects", "add", "lab")).isZero();
    String file = source("x").toString();
    assertThat(praetor("register", file)).as(() -> err.toString()).isZero();
    assertThat(praetor("register", file, "--project=lab")).as(() -> err.toString()).isZero();
    assertThat(praetor("flows", "list", "--project=lab")).as(() -> err.toString()).isZero();
    assertThat(out.toString().lines()).singleElement().asString().startsWith("lab/night ");
    assertThat(json("flows", "list", "--project=default", "--json")).hasSize(1);
    assertThat(praetor("schedules", "add", "lab/night", "--every=1h"))
        .as(() -> err.toString())
        .isZero();
    assertThat(json("schedules", "list", "--project=lab", "--json")).hasSize(1);
    assertThat(json("schedules", "list", "--project=default", "--json")).isEmpty();
    assertThat(praetor("schedules", "list", "--project=default")).isZero();
    assertThat(out.toString()).contains("No schedule of project 'default' is known here");
  }

  @Test
  void runs_and_events_of_several_projects_are_told_apart() throws Exception {
    assertThat(praetor("projects", "add", "lab")).as(() -> err.toString()).isZero();
    String file = source("x").toString();
    assertThat(praetor("register", file)).as(() -> err.toString()).isZero();
    assertThat(praetor("register", file, "--project=lab")).as(() -> err.toString()).isZero();
    assertThat(praetor("flows", "run", "night")).isZero();
    assertThat(praetor("flows", "run", "lab/night")).isZero();
    assertThat(praetor("runs", "list")).isZero();
    assertThat(out.toString().lines())
        .satisfiesExactly(
            head -> assertThat(head).containsPattern("RUN +PROJECT +NAME +STATE"),
            run -> assertThat(run).containsPattern(" lab +\\S"),
            run -> assertThat(run).containsPattern(" default +\\S"));
    for (String project : new String[] {"lab", "default"}) {
      assertThat(json("runs", "list", "--project=" + project, "--json"))
          .singleElement()
          .satisfies(run ->
              assertThat(run.path("flow").asString())
                  .isEqualTo(project.equals("lab") ? "lab/night" : "night"));
      assertThat(praetor("runs", "list", "--project=" + project)).isZero();
      assertThat(out.toString()).doesNotContain("PROJECT");
    }
    assertThat(praetor("events", "list", "--kind=flow-registered")).isZero();
    assertThat(out.toString().lines()).hasSize(2);
    assertThat(out.toString().lines().filter(line -> line.contains("lab"))).hasSize(1);
  }

  @Test
  void a_project_is_made_once_and_listed() {
    assertThat(praetor("projects", "add", "lab")).as(() -> err.toString()).isZero();
    assertThat(out.toString()).isEqualTo("project lab is made\n");
    assertThat(praetor("projects", "add", "lab")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("there is a project 'lab'");
    assertThat(praetor("projects", "add", "Lab/1")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("lower-case letters");
    assertThat(praetor("projects", "list")).isZero();
    assertThat(out.toString().lines().map(line -> line.replaceAll(" .*", "")))
        .containsExactly("default", "lab");
    JsonNode all = json("projects", "list", "--json");
    assertThat(all.path(0).path("created").isNull()).isTrue();
    assertThat(all.path(1).path("createdBy").asString()).isNotBlank();
  }

  @Test
  void flows_of_the_same_name_live_apart_in_their_projects() throws Exception {
    String file = source("here").toString();
    assertThat(praetor("register", file, "--project", "lab")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("there is no project 'lab'", "praetor projects add lab");
    assertThat(praetor("projects", "add", "lab")).isZero();
    assertThat(praetor("register", file)).as(() -> err.toString()).isZero();
    assertThat(praetor("register", source("there").toString(), "--project", "lab")).isZero();
    assertThat(out.toString()).contains("lab/night");
    assertThat(praetor("register", source("then").toString(), "--project", "lab")).isZero();
    assertThat(praetor("flows", "list")).isZero();
    assertThat(out.toString()).contains("lab/night").containsPattern("(?m)^night ");
    assertThat(json("flows", "versions", "night", "--json")).hasSize(1);
    assertThat(json("flows", "versions", "lab/night", "--json")).hasSize(2);
    assertThat(praetor("flows", "run", "lab/night", "--json")).as(() -> err.toString()).isZero();
    assertThat(praetor("flows", "archive", "lab/night")).isZero();
    assertThat(praetor("flows", "run", "lab/night")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("archived");
    assertThat(praetor("flows", "run", "night")).as(() -> err.toString()).isZero();
    assertThat(praetor("runs", "list", "--flow", "lab/night")).isZero();
    assertThat(out.toString().lines().filter(line -> line.contains("night"))).hasSize(1);
    assertThat(praetor("runs", "list")).isZero();
    assertThat(praetor("flows", "run", "no/night")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("there is no project 'no'", "praetor projects add no");
  }
}
