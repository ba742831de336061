package dev.praetor.bench;

import static dev.praetor.Praetor.every;

import dev.praetor.Flow;
import dev.praetor.Praetor;
import dev.praetor.Schedule;
import dev.praetor.Task;
import dev.praetor.Task0;
import dev.praetor.TaskContext;
import dev.praetor.embedded.Home;
import dev.praetor.embedded.PraetorEngine;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * The lag of an engine that serves many schedules: the time from the instant of an occurrence until
 * the code of its run begins. The occurrences are spread evenly over time.
 *
 * @param schedules the number of flows, each with a schedule of its own
 * @param perSecond the number of occurrences of all schedules in a second
 */
record ScheduleLag(int schedules, int perSecond) {
  private static final long LONGEST_WAIT = 60;

  /** Measures the lag of occurrences, in turns with a commit of a row. */
  Latency measure(String name, int times, Latency.Pair goal, Home home, Connection connection)
      throws Exception {
    BlockingQueue<Long> lags = new LinkedBlockingQueue<>();
    try (PraetorEngine engine = Praetor.open(home)) {
      engine.serve(
          IntStream.range(0, schedules).mapToObj(n -> flow(n, lags)).toArray(Flow<?>[]::new));
      return Latency.of(name, times, goal, connection, () -> next(lags));
    }
  }

  private Flow<Integer> flow(int n, BlockingQueue<Long> lags) {
    Duration interval = Duration.ofMillis(1_000L * schedules / perSecond);
    Instant start = Instant.EPOCH.plusMillis(1_000L * n / perSecond);
    Task0<Integer> begin =
        Task.of(
            "begin",
            Integer.class,
            () -> {
              Instant due = TaskContext.current().scheduledTime();
              lags.add(Duration.between(due, Instant.now()).toNanos());
              return 1;
            });
    return Flow.define("scheduled-" + n, _ -> begin.call())
        .scheduled(Schedule.of(every(interval).starting(start)));
  }

  private static long next(BlockingQueue<Long> lags) throws Exception {
    Long lag = lags.poll(LONGEST_WAIT, TimeUnit.SECONDS);
    if (lag == null) {
      throw new TimeoutException("no run of a schedule began within " + LONGEST_WAIT + " s");
    }
    return lag;
  }
}
