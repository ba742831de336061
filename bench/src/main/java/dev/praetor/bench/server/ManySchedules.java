package dev.praetor.bench.server;

import dev.praetor.client.PraetorClient;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** The lag of runs of many schedules, whose instants are spread evenly over time. */
final class ManySchedules {
  private static final double GOAL = 50;
  private static final int PER_SECOND = 100;
  private static final int FIELDS = 100;

  private ManySchedules() {}

  /** Measures the time from the instant of a schedule until the code of its run begins. */
  static void lag(Measurement measurement) throws Exception {
    int schedules = measurement.times(10_000, 200);
    try (Deployment deployment = measurement.deployment();
        Floor floor = Floor.on(measurement.kind());
        PraetorClient client = deployment.client(Workers.EMBEDDED.start(deployment))) {
      long _ = Starts.begin(deployment, client); // There is a runner before anything is due.
      add(client, schedules);
      deployment.beacon().forget();
      Sample sample =
          Sample.of(
              measurement.times(500, 5),
              measurement.times(2_000, 50),
              () -> lag(deployment.beacon().next("due")),
              floor::nanos);
      measurement.figure(
          "an instant of one of %,d schedules, until its code runs".formatted(schedules),
          "ms",
          Floor.WORDS,
          sample.percentiles(GOAL));
    }
  }

  private static long lag(Beacon.Heard heard) {
    Instant due = Instant.parse(heard.line().substring("due ".length()));
    return Duration.between(due, heard.time()).toNanos();
  }

  private static void add(PraetorClient client, int schedules) {
    Duration interval = Duration.ofMillis(1_000L * schedules / PER_SECOND);
    Instant first = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    for (int from = 0; from < schedules; from += FIELDS) {
      String fields =
          IntStream.range(from, Math.min(schedules, from + FIELDS))
              .mapToObj(n ->
                  "s%d: addSchedule(flow: \"scheduled\", every: \"%s\", start: \"%s\") { id }"
                      .formatted(n, interval, first.plusMillis(1_000L * n / PER_SECOND)))
              .collect(Collectors.joining(" "));
      JsonNode _ = Answers.data(client.query("mutation { " + fields + " }", Map.of()));
    }
  }
}
