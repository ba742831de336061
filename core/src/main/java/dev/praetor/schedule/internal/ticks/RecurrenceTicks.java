package dev.praetor.schedule.internal.ticks;

import dev.praetor.schedule.ScheduleSearchGaveUp;
import dev.praetor.schedule.internal.time.TickSource;
import dev.praetor.schedule.internal.time.WallTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;
import org.jspecify.annotations.Nullable;

/**
 * The ticks of a recurrence rule. The library computes the local times, and the zone is applied
 * here. For one thread.
 */
public final class RecurrenceTicks implements TickSource {
  private static final Duration WORTH_A_JUMP = Duration.ofDays(2);

  /**
   * A number of periods that are certainly empty when the library gives up, which it does after
   * 1,000 periods without a time. The search then resumes after them.
   */
  private static final int SURELY_EMPTY = 990;

  private static final int MOST_RESTARTS = 2000;

  private final RecurrenceRule rule;
  private final LocalDateTime start;
  private final ZoneRules rules;
  private final Instant last;
  private final long period;
  private @Nullable RecurrenceRuleIterator iterator;
  private @Nullable IllegalArgumentException failure;
  private Instant latest = Instant.MIN;
  private LocalDateTime resumeAt;

  /**
   * Creates the ticks of a rule.
   *
   * @param period the period in seconds after which the rule may be restarted without a change of
   *     its ticks, or 0 if there is none
   */
  public RecurrenceTicks(
      RecurrenceRule rule, LocalDateTime start, ZoneId calendar, Instant last, long period) {
    this.rule = rule;
    this.start = start;
    this.rules = calendar.getRules();
    this.last = last;
    this.period = period;
    this.resumeAt = start;
  }

  @Override
  public @Nullable Instant after(Instant moment) {
    if (latest.isBefore(moment.minus(WORTH_A_JUMP))) {
      jumpNear(LocalDateTime.ofInstant(moment.minus(WORTH_A_JUMP), ZoneOffset.UTC));
    }
    int restarts = 0;
    while (!latest.isAfter(moment)) {
      try {
        Instant tick = next();
        if (tick == null) {
          return null;
        }
        latest = tick.isAfter(latest) ? tick : latest;
      } catch (IllegalArgumentException e) {
        if (period == 0 || restarts++ == MOST_RESTARTS) {
          throw gaveUp(moment, e);
        }
        iterator = null;
        resumeAt = resumeAt.plusSeconds(SURELY_EMPTY * period);
      }
      if (instantOf(resumeAt).isAfter(last) || latest.isAfter(last)) {
        return null;
      }
    }
    return latest;
  }

  private void jumpNear(LocalDateTime near) {
    if (period > 0) {
      long periods = Math.floorDiv(Duration.between(start, near).toSeconds(), period);
      LocalDateTime inStep = start.plusSeconds(periods * period);
      if (inStep.isAfter(resumeAt)) {
        iterator = null;
        resumeAt = inStep;
      }
    } else if (near.isAfter(start)) {
      resumeAt = near;
      if (iterator != null) {
        iterator.fastForward(floating(near));
      }
    }
  }

  /**
   * Returns the next tick. The library computes the time after the next one as well, and may fail
   * in doing so.
   */
  private @Nullable Instant next() {
    if (failure != null && period == 0) {
      throw failure;
    }
    RecurrenceRuleIterator times = iterator;
    if (times == null) {
      times = rule.iterator(floating(period > 0 ? resumeAt : start));
      if (period == 0 && resumeAt.isAfter(start)) {
        times.fastForward(floating(resumeAt));
      }
      iterator = times;
    }
    if (!times.hasNext()) {
      return null;
    }
    LocalDateTime local = local(times.peekDateTime());
    if (period > 0) {
      resumeAt = inStepBefore(local);
    }
    Instant tick = instantOf(local);
    if (tick.isAfter(latest)) {
      return advanced(times, tick);
    }
    times.nextDateTime();
    return tick;
  }

  private Instant advanced(RecurrenceRuleIterator times, Instant tick) {
    try {
      times.nextDateTime();
    } catch (IllegalArgumentException e) {
      iterator = null;
      failure = e;
    }
    return tick;
  }

  /**
   * Returns a start, a whole number of periods after the original start, from which all times after
   * a local time are found.
   */
  private LocalDateTime inStepBefore(LocalDateTime local) {
    long periods = Duration.between(start, local).toSeconds() / period;
    return periods < 1 ? start : start.plusSeconds((periods - 1) * period);
  }

  private ScheduleSearchGaveUp gaveUp(Instant moment, IllegalArgumentException cause) {
    return new ScheduleSearchGaveUp(
        "recurrence rule \"%s\": the search after %s gave up; it may never fire again (%s)"
            .formatted(rule, moment, cause.getMessage()));
  }

  private Instant instantOf(LocalDateTime local) {
    return WallTime.first(rules, local);
  }

  private static LocalDateTime local(DateTime floating) {
    return LocalDateTime.of(
        floating.getYear(),
        floating.getMonth() + 1,
        floating.getDayOfMonth(),
        floating.getHours(),
        floating.getMinutes(),
        floating.getSeconds());
  }

  private static DateTime floating(LocalDateTime local) {
    return new DateTime(
        local.getYear(),
        local.getMonthValue() - 1,
        local.getDayOfMonth(),
        local.getHour(),
        local.getMinute(),
        local.getSecond());
  }
}
