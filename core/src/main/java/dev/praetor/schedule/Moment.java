package dev.praetor.schedule;

import dev.praetor.schedule.internal.time.WallTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * A moment as its author wrote it: an instant on the time line, or a local time, which becomes an
 * instant when the zone is known. Immutable.
 */
public sealed interface Moment {

  /** Returns the instant of this moment in a zone. */
  Instant in(ZoneId zone);

  /** An instant on the time line, which is the same in every zone. */
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
   * A local time. A time that does not exist in the zone becomes the first moment after the gap; a
   * time that occurs twice becomes its first occurrence.
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
   * Parses a text: {@code 2026-03-06T08:30} is a local time, {@code 2026-03-06T08:30:00Z} an
   * instant.
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
