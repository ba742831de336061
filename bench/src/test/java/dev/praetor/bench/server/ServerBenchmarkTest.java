package dev.praetor.bench.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.bench.Databases;
import dev.praetor.bench.Figure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerBenchmarkTest {
  @TempDir private Path folder;

  @Test
  @Tag("process")
  void the_time_until_a_server_is_ready_stands_in_the_table() throws Exception {
    List<Figure> figures = new ArrayList<>();
    Measurement measurement =
        new Measurement(Databases.sqlite(folder), Program.onClassPath(), true, figures::add);
    ServerBenchmark.SUITE.measure(List.of("ready"), measurement);
    assertThat(figures).hasSize(1);
    Figure.Part time = figures.getFirst().parts().getFirst();
    assertThat(time.value()).isPositive();
    assertThat(time.floor().orElseThrow()).isPositive();
    assertThat(FigureTable.of(figures))
        .contains("figure", "measured", "goal", "floor", "ratio")
        .contains("SQLite, a server on an empty home, until it is ready")
        .contains("≤ 1,200")
        .contains("a JVM with a bare web server");
  }

  @Test
  void a_missed_goal_says_by_how_much() {
    List<Figure.Part> parts =
        List.of(Figure.Part.atMost("p50", 4, 5).over(2), Figure.Part.atMost("p99", 30, 15));
    Figure figure = new Figure("SQLite", "a start", "ms", "a commit", parts);
    assertThat(figure.cells())
        .containsExactly(
            "SQLite, a start",
            "p50 4.00 · p99 30.0 ms",
            "≤ 5.00 · ≤ 15.0",
            "2.00 · –: a commit",
            "2.00 · –",
            "missed: 2.00 × the goal");
    assertThat(Figure.Part.atLeast("", 0.2, 0.4).missed()).isEqualTo(2);
    assertThat(Figure.Part.atLeast("", 0.8, 0.4).missed()).isEqualTo(0.5);
  }

  @Test
  void arguments_choose_measurements() {
    List<String> all = List.of("ready", "idle", "begin");
    assertThat(Choice.of(List.of(), all)).isEqualTo(new Choice("", all, false));
    assertThat(Choice.of(List.of("--quick", "--only", "begin,idle", "--store", "sqlite"), all))
        .isEqualTo(new Choice("sqlite", List.of("begin", "idle"), true));
    Path file = Path.of("results", "day-server.json");
    assertThat(Choice.of(List.of(), all).file(file, all)).isEqualTo(file);
    assertThat(Choice.of(List.of("--only", "idle", "--store", "sqlite"), all).file(file, all))
        .isEqualTo(Path.of("results", "day-server-idle-sqlite.json"));
    for (List<String> wrong :
        List.of(
            List.of("fast"),
            List.of("--only"),
            List.of("--only", "end"),
            List.of("--store", "mysql"))) {
      assertThatThrownBy(() -> Choice.of(wrong, all)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
