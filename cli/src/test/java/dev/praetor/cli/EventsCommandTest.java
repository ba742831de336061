package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.cli.error.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands about events. */
@ParameterizedClass
@EnumSource
class EventsCommandTest {
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  private final Place kind;
  @TempDir private Path folder;
  private Place.Opened place = Place.HOME.open(Path.of("unused"));

  EventsCommandTest(Place kind) {
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
    return Main.execute(
        new PrintWriter(out, true), new PrintWriter(err, true), place.command(args));
  }

  @Test
  void events_are_listed_and_filtered() {
    assertThat(praetor("events", "list")).isZero();
    assertThat(out.toString()).contains("No events.");
    assertThat(praetor("limits", "set", "db", "4")).isZero();
    assertThat(praetor("limits", "set", "nightly", "1", "--flow")).isZero();
    assertThat(praetor("limits", "delete", "db")).isZero();
    assertThat(praetor("events", "list", "--limit", "2")).isZero();
    assertThat(out.toString().lines()).hasSize(3).last().isEqualTo("… and more; see --limit");
    assertThat(out.toString().lines().findFirst().orElseThrow())
        .containsPattern("limit-deleted +the limit of tag 'db' is deleted, by ");
    assertThat(praetor("events", "list", "--kind", "LIMIT_SET,slot-released", "--json")).isZero();
    JsonNode events = JsonMapper.shared().readTree(out.toString());
    assertThat(events.size()).isEqualTo(2);
    assertThat(events.get(0).get("flow").asString()).isEqualTo("nightly");
    assertThat(events.get(0).get("kind").asString()).isEqualTo("LIMIT_SET");
    assertThat(events.get(0).get("data").get("n").asInt()).isEqualTo(1);
    assertThat(events.get(1).has("flow")).isFalse();
    assertThat(praetor("events", "list", "--flow", "nightly", "--since", "1h")).isZero();
    assertThat(out.toString().lines()).hasSize(1);
    for (String[] none :
        new String[][] {
          {"--run", "0198f3a2"}, {"--worker", "abcd"}, {"--pool", "p"}, {"--since", "2999-01-01"}
        }) {
      assertThat(praetor("events", "list", none[0], none[1])).isZero();
      assertThat(out.toString()).contains("No events.");
    }
  }

  @Test
  void an_event_about_a_worker_has_its_name() {
    String id = FarWorker.in(place.home());
    assertThat(praetor("events", "list", "--worker", id, "--json")).as("%s", err).isZero();
    JsonNode event = JsonMapper.shared().readTree(out.toString()).get(0);
    assertThat(event.path("workerName").asString()).isEqualTo(FarWorker.NAME);
    assertThat(event.path("worker").asString()).isEqualTo(id);
  }

  @Test
  void wrong_filters_are_refused() {
    assertThat(praetor("events", "list", "--kind", "nothing")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("there is no kind 'nothing' of events; the kinds are ");
    for (String[] wrong :
        new String[][] {
          {"--limit", "0"}, {"--run", "x"}, {"--run", "%%%%"}, {"--since", "never"}
        }) {
      assertThat(praetor("events", "list", wrong[0], wrong[1])).isEqualTo(ExitCode.USAGE);
    }
  }
}
