package dev.praetor.schedule.internal.time;

import dev.praetor.schedule.InvalidSchedule;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRulesException;
import java.time.zone.ZoneRulesProvider;
import java.util.Locale;

/** The parser of zone ids, and their wording. */
public final class ZoneNames {
  public static final ZoneId UTC = ZoneId.of("UTC");

  private ZoneNames() {}

  public static ZoneId parse(String id) {
    try {
      return regionOf(ZoneId.of(id));
    } catch (ZoneRulesException e) {
      throw new InvalidSchedule(
          "zone \"%s\" is not known to this JVM: give a region id, such as America/New_York or UTC"
              .formatted(id));
    } catch (DateTimeException e) {
      throw new InvalidSchedule(
          "\"%s\" is not a zone: give a region id, such as America/New_York or UTC".formatted(id));
    }
  }

  public static ZoneId regionOf(ZoneId zone) {
    if (zone.equals(ZoneOffset.UTC)) {
      return UTC;
    }
    if (zone instanceof ZoneOffset
        || !ZoneRulesProvider.getAvailableZoneIds().contains(zone.getId())) {
      throw new InvalidSchedule(
          ("zone \"%s\" is an offset, which has no daylight saving time: give a "
                  + "region id, such as Europe/Berlin")
              .formatted(zone));
    }
    return zone;
  }

  /** Returns the name of the time in a zone, such as "New York time". */
  public static String words(ZoneId zone) {
    String id = zone.getId();
    if (id.toUpperCase(Locale.ROOT).endsWith("UTC") || id.startsWith("Etc/")) {
      return id.replace("Etc/UTC", "UTC");
    }
    return place(zone) + " time";
  }

  /** Returns the place of a zone, such as "New York". */
  public static String place(ZoneId zone) {
    String id = zone.getId();
    return id.substring(id.lastIndexOf('/') + 1).replace('_', ' ');
  }
}
