package dev.praetor.schedule;

import static dev.praetor.Praetor.cron;
import static dev.praetor.Praetor.every;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Occurrence;
import dev.praetor.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Schedules in every zone of the JDK with rules of its own, at every change of its clocks from 2015
 * to 2035, minute by minute.
 */
class ClockChangesTest {
  private static final Instant FROM = Instant.parse("2015-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2036-01-01T00:00:00Z");
  private static final Duration AROUND = Duration.ofHours(30);

  /** A clock with the local times at which it is due, by elapsed time or on the local calendar. */
  private record Case(
      String name, ScheduleClock clock, boolean elapsed, Predicate<LocalDateTime> matches) {}

  /** A zone for each set of rules: of the zones with equal rules the first by name. */
  private static final List<String> ZONES = zones();

  private static List<String> zones() {
    Map<ZoneRules, String> byRules = new LinkedHashMap<>();
    for (String id : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
      byRules.putIfAbsent(ZoneId.of(id).getRules(), id);
    }
    return List.copyOf(byRules.values());
  }

  @Test
  void fixed_times_fire_once_a_day_through_every_change_of_every_zone() {
    checkAll((zone, change) -> {
      LocalDateTime in = insideOf(change);
      LocalDateTime edge = change.getDateTimeAfter();
      LocalDateTime other = change.getDateTimeBefore();
      return List.of(
          daily("in the middle of the change", in),
          daily("where the clocks go to", edge),
          daily("where the clocks come from", other),
          daily("a minute before", earlier(edge, other).minusMinutes(1)),
          daily("half past two", edge.with(LocalTime.of(2, 30))),
          daily("midnight", edge.with(LocalTime.MIDNIGHT)));
    });
  }

  @Test
  void several_times_in_one_change_and_rules_for_its_day_hold_in_every_zone() {
    checkAll((zone, change) -> {
      LocalDateTime in = insideOf(change);
      int minute = in.getMinute();
      int hour = in.getHour();
      int day = in.getDayOfMonth();
      int weekday = in.getDayOfWeek().getValue();
      return List.of(
          new Case(
              "every 20 minutes of two hours",
              cron("*/20 %d,%d * * *".formatted(hour, (hour + 1) % 24)),
              false,
              at ->
                  at.getMinute() % 20 == 0
                      && (at.getHour() == hour || at.getHour() == (hour + 1) % 24)),
          new Case(
              "every 10 minutes of all hours but one",
              cron("*/10 %s * * *".formatted(allHoursBut((hour + 12) % 24))),
              false,
              at -> at.getMinute() % 10 == 0 && at.getHour() != (hour + 12) % 24),
          new Case(
              "on this day of the month",
              cron("%d %d %d * *".formatted(minute, hour, day)),
              false,
              at -> at.getDayOfMonth() == day && at.getHour() == hour && at.getMinute() == minute),
          new Case(
              "on this day of the month or the next weekday",
              cron("%d %d %d * %d".formatted(minute, hour, day, weekday % 7 + 1)),
              false,
              at ->
                  (at.getDayOfMonth() == day || at.getDayOfWeek().getValue() == weekday % 7 + 1)
                      && at.getHour() == hour
                      && at.getMinute() == minute));
    });
  }

  @Test
  void clocks_of_every_hour_tick_evenly_through_every_change_of_every_zone() {
    checkAll((zone, change) -> {
      int day = change.getDateTimeAfter().getDayOfMonth();
      return List.of(
          new Case("hourly", cron("@hourly"), true, at -> at.getMinute() == 0),
          new Case("at minute 17", cron("17 */1 * * *"), true, at -> at.getMinute() == 17),
          new Case(
              "every 15 minutes", cron("*/15 0-23 * * *"), true, at -> at.getMinute() % 15 == 0),
          new Case(
              "every half hour of this day",
              cron("0,30 0-11,12-23 %d * *".formatted(day)),
              true,
              at -> at.getMinute() % 30 == 0 && at.getDayOfMonth() == day));
    });
  }

  @Test
  void whole_days_keep_local_time_through_every_change_of_every_zone() {
    checkAll((zone, change) -> {
      LocalDateTime in = insideOf(change).truncatedTo(ChronoUnit.MINUTES);
      return List.of(
          days(1, in.minusDays(10)),
          days(2, in.minusDays(12)),
          days(7, in.minusDays(14)),
          days(3, change.getDateTimeAfter().minusDays(9)),
          days(1, LocalDateTime.of(2012, 2, 29, 0, 0)));
    });
  }

  @Test
  void shorter_intervals_count_elapsed_time_through_every_change_of_every_zone() {
    Duration[] intervals = {
      Duration.ofMinutes(7), Duration.ofHours(1), Duration.ofHours(5), Duration.ofHours(36)
    };
    for (String id : ZONES) {
      ZoneId zone = ZoneId.of(id);
      for (ZoneOffsetTransition change : changes(zone.getRules())) {
        for (Duration interval : intervals) {
          Instant start = change.getInstant().minus(Duration.ofHours(73));
          Schedule schedule = Schedule.of(every(interval).in(id).starting(start));
          List<Instant> expected = new ArrayList<>();
          Instant end = change.getInstant().plus(AROUND);
          for (Instant at = start; !at.isAfter(end); at = at.plus(interval)) {
            if (at.isAfter(change.getInstant().minus(AROUND))) {
              expected.add(at);
            }
          }
          assertThat(instants(schedule, change.getInstant().minus(AROUND), end))
              .as("every %s in %s around %s", interval, id, change)
              .isEqualTo(expected);
        }
      }
    }
  }

  private interface Cases {
    List<Case> of(ZoneId zone, ZoneOffsetTransition change);
  }

  private static void checkAll(Cases cases) {
    int checked = 0;
    for (String id : ZONES) {
      ZoneId zone = ZoneId.of(id);
      for (ZoneOffsetTransition change : changes(zone.getRules())) {
        List<Case> all = cases.of(zone, change);
        Map<String, List<Instant>> expected = walk(zone, change, all);
        for (Case one : all) {
          List<Instant> due = expected.getOrDefault(one.name(), List.of());
          check(one, id, change, due);
          checkFromWithin(one, id, change, due);
          checked++;
        }
      }
    }
    assertThat(checked).isGreaterThan(10_000);
  }

  private static Map<String, List<Instant>> walk(
      ZoneId zone, ZoneOffsetTransition change, List<Case> cases) {
    MinuteWalk walk =
        new MinuteWalk(
            zone.getRules(), change.getInstant().minus(AROUND), change.getInstant().plus(AROUND));
    Map<String, List<Instant>> due = new HashMap<>();
    for (Case one : cases) {
      due.put(
          one.name(),
          one.elapsed() ? walk.whenShown(one.matches()) : walk.whenReached(one.matches()));
    }
    return due;
  }

  private static void check(
      Case one, String id, ZoneOffsetTransition change, List<Instant> expected) {
    Schedule schedule = Schedule.of(one.clock().in(id));
    Instant from = change.getInstant().minus(AROUND);
    Instant to = change.getInstant().plus(AROUND);
    assertThat(instants(schedule, from, to))
        .as("%s in %s around %s", one.name(), id, change)
        .isEqualTo(expected);
  }

  /** A search may start at any moment, also in the middle of a change. */
  private static void checkFromWithin(
      Case one, String id, ZoneOffsetTransition change, List<Instant> expected) {
    Schedule schedule = Schedule.of(one.clock().in(id));
    Instant to = change.getInstant().plus(AROUND);
    for (int minutes : new int[] {-90, -45, -1, 0, 1, 15, 45, 90}) {
      Instant after = change.getInstant().plus(Duration.ofMinutes(minutes));
      assertThat(schedule.next(1, after).stream().map(Occurrence::at).filter(at -> !at.isAfter(to)))
          .as("%s in %s after %s", one.name(), id, after)
          .isEqualTo(expected.stream().filter(at -> at.isAfter(after)).limit(1).toList());
    }
  }

  private static List<Instant> instants(Schedule schedule, Instant after, Instant last) {
    return schedule.between(after, last).stream().map(Occurrence::at).toList();
  }

  private static List<ZoneOffsetTransition> changes(ZoneRules rules) {
    List<ZoneOffsetTransition> changes = new ArrayList<>();
    ZoneOffsetTransition change = rules.nextTransition(FROM);
    while (change != null && change.getInstant().isBefore(TO)) {
      changes.add(change);
      change = rules.nextTransition(change.getInstant());
    }
    return changes;
  }

  private static Case daily(String name, LocalDateTime time) {
    int minute = time.getMinute();
    int hour = time.getHour();
    return new Case(
        name,
        cron("%d %d * * *".formatted(minute, hour)),
        false,
        at -> at.getHour() == hour && at.getMinute() == minute);
  }

  private static Case days(int days, LocalDateTime start) {
    return new Case(
        days + " days from " + start,
        every(Duration.ofDays(days)).starting(start),
        false,
        at ->
            at.toLocalTime().equals(start.toLocalTime())
                && ChronoUnit.DAYS.between(start.toLocalDate(), at.toLocalDate()) % days == 0);
  }

  private static LocalDateTime insideOf(ZoneOffsetTransition change) {
    LocalDateTime from = earlier(change.getDateTimeBefore(), change.getDateTimeAfter());
    return from.plus(change.getDuration().abs().dividedBy(2));
  }

  private static LocalDateTime earlier(LocalDateTime a, LocalDateTime b) {
    return a.isBefore(b) ? a : b;
  }

  private static String allHoursBut(int hour) {
    List<String> hours = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      if (i != hour) {
        hours.add(String.valueOf(i));
      }
    }
    return String.join(",", hours);
  }
}
