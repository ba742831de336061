package dev.praetor.schedule;

import dev.praetor.schedule.internal.time.WallTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * A moment as its author wrote it: a point on the time line, or a reading of the clock on the wall,
 * which becomes a point once the zone is known. Immutable.
 */
public sealed interface Moment {

  /** The point on the time line that this is in a zone. */
  Instant in(ZoneId zone);

  /** A point on the time line, the same in every zone. */
  record At(Instant instant) implements Moment {
    @Override
    public Instant in(ZoneId zone) {
      return instant;
    }

    @Override
    public String toString() {
      return instant.toString();
    }
  }

  /**
   * A reading of the clock on the wall. One that the zone leaves out is the first moment after the
   * gap, one that comes twice is the first of the two.
   */
  record Local(LocalDateTime dateTime) implements Moment {
    @Override
    public Instant in(ZoneId zone) {
      return WallTime.first(zone.getRules(), dateTime);
    }

    @Override
    public String toString() {
      return dateTime.toString();
    }
  }

  /**
   * Reads {@code 2026-03-06T08:30} as local, {@code 2026-03-06T08:30:00Z} as a point on the time
   * line.
   *
   * @throws InvalidSchedule if the text is neither
   */
  static Moment parse(String text) {
    try {
      return text.endsWith("Z")
          ? new At(Instant.parse(text))
          : new Local(LocalDateTime.parse(text));
    } catch (DateTimeException e) {
      throw new InvalidSchedule(
          ("\"%s\" is not a time: write 2026-03-06T08:30 for local time or "
                  + "2026-03-06T08:30:00Z for UTC")
              .formatted(text));
    }
  }
}
