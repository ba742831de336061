package dev.praetor.bench.server;

import dev.praetor.bench.Figure;
import dev.praetor.bench.ListQuestion;
import dev.praetor.bench.ServerLists;
import java.util.List;

/** The pages of the lists of a server with a long history. */
final class Lists {
  private Lists() {}

  /** Measures a page of each list. */
  static void pages(Measurement measurement) throws Exception {
    for (ListQuestion.Result list :
        ServerLists.measure(measurement.kind(), measurement.times(1, 4))) {
      measurement.figure(
          "a page: " + list.name(),
          "ms",
          "a row by its key",
          List.of(
              Figure.Part.of("p50", list.p50()).over(list.floorP50()),
              Figure.Part.atMost("p99", list.p99(), ListQuestion.GOAL_MILLIS)
                  .over(list.floorP99())));
    }
  }
}
