package dev.praetor.cli;

import static dev.praetor.Praetor.cron;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Schedule;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoreLocation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands {@code praetor schedules …}, on the schedules of flows that were served. */
@ParameterizedClass
@EnumSource
class SchedulesCommandTest {
  private static final Schedule DAILY =
      Schedule.of(cron("30 8 * * *").in("Europe/Berlin").with("office", "Berlin"));

  @TempDir private Path folder;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  private final Place kind;
  private Place.Opened place = Place.HOME.open(Path.of("unused"));

  SchedulesCommandTest(Place kind) {
    this.kind = kind;
  }

  @AfterEach
  void close() {
    place.close();
  }

  @BeforeEach
  void serve() {
    place = kind.open(folder);
    try (RunStore store = RunStore.open(new StoreLocation.Home(folder))) {
      store.servedSchedules().add(Map.of("report", Optional.of(DAILY)));
    }
  }

  private int praetor(String... args) {
    out = new StringWriter();
    err = new StringWriter();
    List<String> all = new ArrayList<>(List.of("schedules"));
    all.addAll(List.of(args));
    Place.Opened where = args[0].equals("preview") ? Place.HOME.open(folder) : place;
    return Main.execute(
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        where.command(all.toArray(String[]::new)));
  }

  private JsonNode listed() {
    assertThat(praetor("list", "--json")).isZero();
    return JsonMapper.shared().readTree(out.toString()).get(0);
  }

  @Test
  void the_list_explains_each_schedule_and_shows_its_next_time() {
    assertThat(praetor("list")).isZero();
    assertThat(out.toString()).contains("report  at 08:30", "Berlin", "next at ");
    assertThat(listed().path("flow").asString()).isEqualTo("report");
    assertThat(praetor("list", "--flow", "report", "--limit", "1")).isZero();
    assertThat(out.toString()).startsWith("report ");
    assertThat(praetor("list", "--flow", "none")).isZero();
    assertThat(out.toString()).isEqualTo("Flow 'none' has no schedule here.\n");
    assertThat(praetor("list", "--limit", "0")).isEqualTo(ExitCode.USAGE);
    assertThat(listed().path("next")).hasSize(3);
  }

  @Test
  void a_schedule_in_code_is_not_changed_by_people() {
    assertThat(praetor("update", "report", "--cron", "0 9 * * *")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("report").contains("code");
  }

  @Test
  void next_lists_the_runs_of_a_span_with_their_parameters() {
    assertThat(praetor("next", "--for", "7d")).isZero();
    assertThat(out.toString().lines()).hasSize(7).allMatch(line -> line.contains("office=Berlin"));
    assertThat(praetor("next", "other", "--for", "7d")).isZero();
    assertThat(out.toString()).contains("No run is to be made");
    assertThat(praetor("next", "--for", "soon")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void a_schedule_is_paused_for_a_reason_and_resumed() {
    assertThat(praetor("pause", "report")).as("without a reason").isEqualTo(ExitCode.USAGE);
    assertThat(praetor("pause", "report", "--why", "the source is moved")).isZero();
    assertThat(listed().path("paused").path("why").asString()).isEqualTo("the source is moved");
    assertThat(listed().path("next")).isEmpty();
    assertThat(praetor("list")).isZero();
    assertThat(out.toString()).contains("paused since ", ": the source is moved");
    assertThat(praetor("resume", "report", "--catch-up")).isZero();
    assertThat(out.toString()).contains("is resumed");
    assertThat(praetor("resume", "report")).isZero();
    assertThat(out.toString()).contains("was not paused");
    assertThat(praetor("pause", "other", "--why", "x")).isNotZero();
    assertThat(err.toString()).contains("no process has served a flow 'other'");
  }

  @Test
  void a_local_time_of_a_schedule_is_left_out_until_that_is_taken_back() {
    Instant next = DAILY.next(1).getFirst().at();
    String local = DAILY.next(1).getFirst().local().toLocalDateTime().toString();
    assertThat(praetor("skip", "report", local, "--why", "a holiday")).isZero();
    assertThat(listed().path("skipped").get(0).path("instant").asString())
        .isEqualTo(next.toString());
    assertThat(listed().path("next").get(0).asString()).isNotEqualTo(next.toString());
    assertThat(praetor("unskip", "report", next.toString())).isZero();
    assertThat(listed().path("next").get(0).asString()).isEqualTo(next.toString());
    assertThat(praetor("unskip", "report", next.toString())).isZero();
    assertThat(out.toString()).contains("was not left out");
    assertThat(praetor("skip", "report", next.plusSeconds(1).toString())).isNotZero();
    assertThat(err.toString()).contains("is no time of the schedule", "its next times are " + next);
    assertThat(praetor("skip", "other", local)).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void without_a_store_there_is_nothing_to_list() {
    Path empty = folder.resolve("empty");
    out = new StringWriter();
    int status =
        Main.execute(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            "schedules",
            "list",
            "--home=" + empty);
    assertThat(status).isZero();
    assertThat(out.toString()).contains("No schedule is known here");
  }
}
