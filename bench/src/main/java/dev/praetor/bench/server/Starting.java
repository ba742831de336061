package dev.praetor.bench.server;

import dev.praetor.bench.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** The start of a server on an empty home, and what it costs while nothing happens. */
final class Starting {
  private static final String BARE = "a JVM with a bare web server";
  private static final double GOAL_READY = 1_200;
  private static final double GOAL_MEGABYTES = 200;
  private static final double GOAL_PROCESSOR = 0.5;
  private static final Duration REST = Duration.ofSeconds(8);
  private static final Duration IDLE = Duration.ofSeconds(20);

  private Starting() {}

  /** Measures the time until a server is ready. */
  static void ready(Measurement measurement) throws Exception {
    Sample sample =
        Sample.of(
            measurement.times(1, 0),
            measurement.times(5, 1),
            () -> {
              try (Deployment deployment = measurement.deployment()) {
                return deployment.server().nanosUntilReady();
              }
            },
            () -> {
              try (Bare bare = Bare.start()) {
                return bare.server().nanosUntilReady();
              }
            });
    measurement.figure(
        "a server on an empty home, until it is ready",
        "ms",
        BARE,
        List.of(Figure.Part.atMost("", sample.median(), GOAL_READY).over(sample.medianOfFloor())));
  }

  /** Measures memory and processor time of a server with its worker, also after a run. */
  static void idle(Measurement measurement) throws Exception {
    Duration time = measurement.isQuick() ? Duration.ofSeconds(2) : IDLE;
    try (Deployment deployment = measurement.deployment();
        Bare bare = Bare.start()) {
      Started server = deployment.server();
      rest(measurement);
      double bareMegabytes = bare.server().residentMegabytes();
      List<Double> shares = shares(List.of(server, bare.server()), time);
      measurement.figure(
          "an idle server with its worker, in memory",
          "MB",
          BARE,
          List.of(
              Figure.Part.atMost("", server.residentMegabytes(), GOAL_MEGABYTES)
                  .over(bareMegabytes)));
      measurement.figure(
          "an idle server with its worker, of a processor",
          "%",
          BARE,
          List.of(
              Figure.Part.atMost("", shares.getFirst(), GOAL_PROCESSOR).over(shares.getLast())));
      deployment.register();
      Starts.warm(deployment, server, 1);
      rest(measurement);
      shares = shares(List.of(server, bare.server()), time);
      measurement.figure(
          "the same with a runner that has made a run, in memory",
          "MB",
          BARE,
          List.of(Figure.Part.of("", server.residentMegabytes()).over(bareMegabytes)));
      measurement.figure(
          "the same with a runner that has made a run, of a processor",
          "%",
          BARE,
          List.of(Figure.Part.of("", shares.getFirst()).over(shares.getLast())));
    }
  }

  /** Returns the percentages of a processor that programs use in a time in which nobody asks. */
  private static List<Double> shares(List<Started> programs, Duration time)
      throws InterruptedException {
    List<Duration> before = programs.stream().map(Started::processorTime).toList();
    long from = System.nanoTime();
    Thread.sleep(time);
    double took = System.nanoTime() - from;
    return IntStream.range(0, programs.size())
        .mapToObj(i -> 100 * programs.get(i).processorTime().minus(before.get(i)).toNanos() / took)
        .toList();
  }

  /** Lets the compiler and the collector end what the start left to them. */
  private static void rest(Measurement measurement) throws InterruptedException {
    Thread.sleep(measurement.isQuick() ? Duration.ofSeconds(1) : REST);
  }

  /** The floor: a process that does nothing but listen. */
  private record Bare(Started server, Path errors) implements AutoCloseable {
    static Bare start() throws IOException {
      Path errors = Files.createTempFile("praetor-bench", "errors");
      return new Bare(Started.of(Program.bareServer(), errors), errors);
    }

    @Override
    public void close() throws IOException {
      server.close();
      Files.delete(errors);
    }
  }
}
