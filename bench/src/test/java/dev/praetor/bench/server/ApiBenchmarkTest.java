package dev.praetor.bench.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.praetor.bench.Databases;
import dev.praetor.bench.Figure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
class ApiBenchmarkTest {
  @TempDir private Path folder;

  private List<Figure> quick(String name) throws Exception {
    List<Figure> figures = new ArrayList<>();
    ApiBenchmark.SUITE.measure(
        List.of(name),
        new Measurement(Databases.sqlite(folder), Program.onClassPath(), true, figures::add));
    assertThat(figures)
        .allSatisfy(
            figure -> assertThat(figure.parts().getFirst().floor().orElseThrow()).isPositive());
    return figures;
  }

  @Test
  void pages_stand_beside_plain_sql_with_the_same_answers() throws Exception {
    assertThat(quick("pages"))
        .extracting(Figure::name)
        .contains(
            "a page: task runs of a node, that failed", "the number of task runs that failed");
  }

  @Test
  void aggregates_stand_beside_plain_sql_with_the_same_answers() throws Exception {
    List<Figure> figures = quick("groups");
    assertThat(figures).hasSize(5);
    assertThat(figures.getFirst().cells())
        .contains("SQLite, an aggregate: reminders of the runs of each weekday", "– · ≤ 100");
  }

  @Test
  void checks_of_callers_stand_beside_requests_without_checks() throws Exception {
    assertThat(quick("callers"))
        .extracting(Figure::name, Figure::floor)
        .contains(
            tuple("a request with a session", "a request without checks"),
            tuple("a log-in", "the hash of the password"));
  }
}
