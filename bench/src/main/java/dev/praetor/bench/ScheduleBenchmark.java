package dev.praetor.bench;

import static dev.praetor.Praetor.cron;
import static dev.praetor.Praetor.every;
import static dev.praetor.Praetor.rrule;

import dev.praetor.Occurrence;
import dev.praetor.Schedule;
import dev.praetor.schedule.Filter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures the computation of the next occurrence. The floor is a step of the JDK from an instant
 * to local time, one day forward, and back. Goals: 5 µs for an ordinary expression, 1 ms for the
 * 29th of February.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ScheduleBenchmark {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  /** The schedules that are measured. */
  public enum Subject {
    /** At 08:30 on weekdays. */
    WEEKDAYS,
    /** Every 15 minutes, by elapsed time. */
    QUARTERS,
    /** The last Friday of the month. */
    LAST_FRIDAY,
    /** Two offices in two zones. */
    TWO_OFFICES,
    /** Every day, by interval. */
    DAILY_INTERVAL,
    /** Every hour, of which a filter leaves the last day of each month. */
    FILTERED,
    /** The last Friday of the month, by recurrence rule. */
    RECURRENCE,
    /** The 29th of February, once in four or eight years. */
    LEAP_DAY,
    /**
     * Every hour of the 29th of February, by elapsed time, through all clock changes in between.
     */
    LEAP_DAY_EVERY_HOUR
  }

  /** The measured schedule. */
  @Param public Subject subject = Subject.WEEKDAYS;

  private Schedule schedule = Schedule.of(cron("@daily"));
  private Instant after = START;

  /** Builds the schedule. */
  @Setup
  public void build() {
    schedule =
        switch (subject) {
          case WEEKDAYS -> Schedule.of(cron("30 8 * * MON-FRI").in(NEW_YORK));
          case QUARTERS -> Schedule.of(cron("*/15 * * * *").in(NEW_YORK));
          case LAST_FRIDAY -> Schedule.of(cron("0 9 * * FRIL").in(NEW_YORK));
          case TWO_OFFICES ->
              Schedule.of(
                  cron("30 8 * * MON-FRI").in(NEW_YORK).with("office", "DC"),
                  cron("30 17 * * SUN-THU").in("America/Los_Angeles").with("office", "SF"));
          case DAILY_INTERVAL -> Schedule.of(every(Duration.ofDays(1)).in(NEW_YORK));
          case FILTERED -> Schedule.of(cron("@hourly").in(NEW_YORK)).only(Filter.monthEnd());
          case RECURRENCE -> Schedule.of(rrule("FREQ=MONTHLY;BYDAY=-1FR").in(NEW_YORK));
          case LEAP_DAY -> Schedule.of(cron("0 0 29 2 *").in(NEW_YORK));
          case LEAP_DAY_EVERY_HOUR -> Schedule.of(cron("0 * 29 2 *").in(NEW_YORK));
        };
  }

  /**
   * Computes the next occurrence after an instant that advances by two days each time, within 70
   * years.
   */
  @Benchmark
  public List<Occurrence> next() {
    return schedule.next(1, moved());
  }

  /** The floor: a step of the JDK. */
  @Benchmark
  public Instant floor() {
    return ZonedDateTime.ofInstant(moved(), NEW_YORK).plusDays(1).toInstant();
  }

  private Instant moved() {
    after = after.plusSeconds(2 * 86_400 + 3_607);
    if (after.getEpochSecond() > 4_000_000_000L) {
      after = START;
    }
    return after;
  }
}
