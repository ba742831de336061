package dev.praetor.schedule.internal.text;

import dev.praetor.schedule.ClockTerms;
import dev.praetor.schedule.CronClock;
import dev.praetor.schedule.DatesClock;
import dev.praetor.schedule.IntervalClock;
import dev.praetor.schedule.Moment;
import dev.praetor.schedule.RecurrenceClock;
import dev.praetor.schedule.ScheduleClock;
import dev.praetor.schedule.SchedulePreview;
import dev.praetor.schedule.internal.cron.CronFields;
import dev.praetor.schedule.internal.recurrence.RecurrenceTicks;
import dev.praetor.schedule.internal.time.Horizon;
import dev.praetor.schedule.internal.time.TickSource;
import dev.praetor.schedule.internal.time.ZoneNames;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The effect of a change of the clocks on a schedule, in a sentence. */
public final class ClockChangeDescription {
  private static final int MOST_TIMES = 3;

  private ClockChangeDescription() {}

  public static SchedulePreview.ClockChange change(
      List<ScheduleClock> clocks, ZoneId zone, ZoneOffsetTransition transition) {
    Set<LocalDateTime> times = new TreeSet<>();
    boolean countsElapsed = false;
    for (ScheduleClock clock : clocks) {
      if (clock.terms().zone().equals(zone)) {
        times.addAll(touched(clock, transition));
        countsElapsed |= countsElapsedTime(clock);
      }
    }
    String effect = effect(times, transition);
    if (countsElapsed) {
      effect = effect.isEmpty() ? elapsed() : effect + "; " + elapsed();
    }
    String sentence = heading(zone, transition) + (effect.isEmpty() ? "" : "; " + effect);
    return new SchedulePreview.ClockChange(zone, transition, !times.isEmpty(), sentence);
  }

  private static String elapsed() {
    return "occurrences counted by elapsed time are not affected";
  }

  private static String heading(ZoneId zone, ZoneOffsetTransition transition) {
    return "%s: the clocks go %s by %s, from %s to %s"
        .formatted(
            ZoneNames.place(zone),
            transition.isGap() ? "forward" : "back",
            EnglishLists.duration(transition.getDuration().abs()),
            time(transition.getDateTimeBefore(), transition),
            time(transition.getDateTimeAfter(), transition));
  }

  private static String effect(Set<LocalDateTime> times, ZoneOffsetTransition transition) {
    if (times.isEmpty()) {
      return "";
    }
    List<String> words =
        new ArrayList<>(
            times.stream().limit(MOST_TIMES).map(local -> time(local, transition)).toList());
    if (times.size() > MOST_TIMES) {
      words.add("more");
    }
    boolean one = times.size() == 1;
    String list = EnglishLists.and(words);
    if (transition.isOverlap()) {
      return one
          ? list + " occurs twice and is due the first time"
          : list + " occur twice and are due the first time";
    }
    String at = time(transition.getDateTimeAfter(), transition);
    return one
        ? "%s does not exist and is due at %s".formatted(list, at)
        : "%s do not exist and are due together at %s".formatted(list, at);
  }

  /** Returns a time of day, with its date if the change omits or repeats whole days. */
  private static String time(LocalDateTime local, ZoneOffsetTransition transition) {
    boolean sameDay =
        transition
            .getDateTimeBefore()
            .toLocalDate()
            .equals(transition.getDateTimeAfter().toLocalDate());
    return sameDay ? local.toLocalTime().toString() : local.toString().replace('T', ' ');
  }

  private static boolean countsElapsedTime(ScheduleClock clock) {
    return switch (clock) {
      case CronClock cron -> cron.expression().coversEveryHour();
      case IntervalClock interval -> !interval.isWholeDays();
      case RecurrenceClock recurrence -> recurrence.rule().countsElapsedTime();
      case DatesClock _ -> false;
    };
  }

  /**
   * Returns the local times of a clock in the gap or the overlap of a change: all of them, or at
   * least the first few.
   */
  private static List<LocalDateTime> touched(ScheduleClock clock, ZoneOffsetTransition change) {
    LocalDateTime from = earlier(change.getDateTimeBefore(), change.getDateTimeAfter());
    LocalDateTime to = from.plus(change.getDuration().abs());
    if (countsElapsedTime(clock)) {
      return List.of();
    }
    return switch (clock) {
      case CronClock cron -> cronTimes(cron.expression().fields(), from, to);
      case IntervalClock interval -> dayTimes(interval, from, to);
      case DatesClock dates ->
          dates.dates().stream()
              .filter(Moment.Local.class::isInstance)
              .map(date -> ((Moment.Local) date).dateTime())
              .filter(local -> !local.isBefore(from) && local.isBefore(to))
              .toList();
      case RecurrenceClock recurrence -> recurrenceTimes(recurrence, from, to);
    };
  }

  private static LocalDateTime earlier(LocalDateTime a, LocalDateTime b) {
    return a.isBefore(b) ? a : b;
  }

  private static List<LocalDateTime> cronTimes(
      CronFields fields, LocalDateTime from, LocalDateTime to) {
    List<LocalDateTime> times = new ArrayList<>();
    long end = to.toEpochSecond(ZoneOffset.UTC);
    long local = fields.from(from.toEpochSecond(ZoneOffset.UTC));
    while (local < end && times.size() <= MOST_TIMES) {
      times.add(LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC));
      local = fields.from(local + 1);
    }
    return times;
  }

  private static List<LocalDateTime> dayTimes(
      IntervalClock clock, LocalDateTime from, LocalDateTime to) {
    ClockTerms terms = clock.terms();
    LocalDateTime anchor =
        terms
            .start()
            .map(start -> LocalDateTime.ofInstant(start.in(terms.zone()), terms.zone()))
            .orElse(Horizon.ANCHOR.atStartOfDay());
    List<LocalDateTime> times = new ArrayList<>();
    for (LocalDate day = from.toLocalDate();
        !day.isAfter(to.toLocalDate());
        day = day.plusDays(1)) {
      LocalDateTime tick = day.atTime(anchor.toLocalTime());
      long days = ChronoUnit.DAYS.between(anchor.toLocalDate(), day);
      boolean inside = !tick.isBefore(from) && tick.isBefore(to);
      if (inside && days % clock.interval().toDays() == 0) {
        times.add(tick);
      }
    }
    return times;
  }

  /** Returns the local times of a rule between two local times, which are its ticks in UTC. */
  private static List<LocalDateTime> recurrenceTimes(
      RecurrenceClock clock, LocalDateTime from, LocalDateTime to) {
    ClockTerms terms = clock.terms();
    LocalDateTime start =
        terms
            .start()
            .map(moment -> LocalDateTime.ofInstant(moment.in(terms.zone()), terms.zone()))
            .orElse(Horizon.ANCHOR.atStartOfDay());
    TickSource local =
        RecurrenceTicks.of(clock.rule().parts(), start.toInstant(ZoneOffset.UTC), ZoneNames.UTC);
    List<LocalDateTime> times = new ArrayList<>();
    var tick = local.after(from.toInstant(ZoneOffset.UTC).minus(Duration.ofNanos(1)));
    while (tick != null
        && tick.isBefore(to.toInstant(ZoneOffset.UTC))
        && times.size() <= MOST_TIMES) {
      times.add(LocalDateTime.ofInstant(tick, ZoneOffset.UTC));
      tick = local.after(tick);
    }
    return times;
  }
}
