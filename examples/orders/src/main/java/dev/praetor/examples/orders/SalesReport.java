package dev.praetor.examples.orders;

import static dev.praetor.Praetor.cron;

import dev.praetor.Flow;
import dev.praetor.Schedule;
import dev.praetor.Task;
import dev.praetor.TaskContext;
import dev.praetor.schedule.CatchUp;
import java.time.Duration;
import java.time.Instant;

/** Counts the orders of a day, each night. */
public final class SalesReport {
  /** The cron expression of 2 o'clock in the night. */
  public static final String NIGHTLY = "0 2 * * *";

  private final Orders orders;
  private final String times;

  /**
   * Creates the report.
   *
   * @param times the cron expression of the times at which the report is made
   */
  public SalesReport(Orders orders, String times) {
    this.orders = orders;
    this.times = times;
  }

  /** Returns the flow, whose value is the number of orders. */
  public Flow<Integer> flow() {
    var count = Task.of(this::count);
    return Flow.define("sales-report", _ -> count.call())
        .describedAs("Counts the orders of the last 24 hours")
        .runName("sales until {scheduled:yyyy-MM-dd}")
        .scheduled(Schedule.of(cron(times).in("Europe/Berlin")).withCatchUp(CatchUp.all()));
  }

  /** Counts the orders of the 24 hours before the time at which the run was due. */
  int count() {
    Instant until = TaskContext.current().scheduledTime();
    int placed = orders.placedBetween(until.minus(Duration.ofDays(1)), until);
    orders.keepReport(until, placed);
    return placed;
  }
}
