package dev.praetor.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The rules for changes of the clock, implemented as simply and slowly as possible: every elapsed
 * minute is examined. It shares no code with the schedules that it checks.
 */
final class MinuteWalk {
  private static final int A_DAY = 24 * 60;

  private final long firstMinute;
  private final LocalDateTime[] shown;

  /** The local times that the calendar reaches or skips, ascending, each with its minute. */
  private final List<Reached> reached = new ArrayList<>();

  private record Reached(LocalDateTime time, int index) {}

  /** Records the local time of every elapsed minute, from a day before the walk begins. */
  MinuteWalk(ZoneRules rules, Instant after, Instant last) {
    firstMinute = Math.floorDiv(after.getEpochSecond(), 60L) + 1;
    long lastMinute = Math.floorDiv(last.getEpochSecond(), 60L);
    shown = new LocalDateTime[Math.toIntExact(lastMinute - firstMinute + 1 + A_DAY)];
    for (int i = 0; i < shown.length; i++) {
      long second = (firstMinute - A_DAY + i) * 60;
      ZoneOffset offset = rules.getOffset(Instant.ofEpochSecond(second));
      shown[i] = LocalDateTime.ofEpochSecond(second, 0, offset);
    }
    LocalDateTime time = shown[0];
    for (int i = 1; i < shown.length; i++) {
      while (time.isBefore(shown[i])) {
        time = time.plusMinutes(1);
        if (i >= A_DAY) {
          reached.add(new Reached(time, i));
        }
      }
    }
  }

  /** Returns the minutes at which the local time matches. */
  List<Instant> whenShown(Predicate<LocalDateTime> matches) {
    List<Instant> due = new ArrayList<>();
    for (int i = A_DAY; i < shown.length; i++) {
      if (matches.test(shown[i])) {
        due.add(instant(i));
      }
    }
    return due;
  }

  /**
   * Returns the minutes at which the local calendar, which never goes back, reaches or skips
   * matching times.
   */
  List<Instant> whenReached(Predicate<LocalDateTime> matches) {
    List<Instant> due = new ArrayList<>();
    int latest = -1;
    for (Reached each : reached) {
      if (each.index() != latest && matches.test(each.time())) {
        latest = each.index();
        due.add(instant(latest));
      }
    }
    return due;
  }

  private Instant instant(int index) {
    return Instant.ofEpochSecond((firstMinute - A_DAY + index) * 60);
  }
}
