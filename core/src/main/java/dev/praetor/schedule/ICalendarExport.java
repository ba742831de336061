package dev.praetor.schedule;

import dev.praetor.Occurrence;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;

/**
 * An export of occurrences as an iCalendar file (RFC 5545), which can be imported into a calendar.
 */
public final class ICalendarExport {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int LONGEST_LINE = 75;

  private ICalendarExport() {}

  /**
   * Returns a file with one event for each occurrence. Events have no duration and are in UTC;
   * calendars show them in the zone of their user. The events of the same occurrences always have
   * the same ids, so that a calendar that imports the file again has no duplicates.
   *
   * @param title the title of the events, such as the name of the flow
   * @param occurrences the occurrences
   * @param written the time at which the file is created
   */
  public static String of(String title, List<Occurrence> occurrences, Instant written) {
    StringBuilder file = new StringBuilder();
    line(file, "BEGIN:VCALENDAR");
    line(file, "VERSION:2.0");
    line(file, "PRODID:-//Praetor//Schedules//EN");
    for (Occurrence occurrence : occurrences) {
      event(file, title, occurrence, written);
    }
    line(file, "END:VCALENDAR");
    return file.toString();
  }

  private static void event(
      StringBuilder file, String title, Occurrence occurrence, Instant written) {
    String identity = title + "|" + occurrence.at() + "|" + occurrence.parameters();
    UUID id = UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8));
    line(file, "BEGIN:VEVENT");
    line(file, "UID:" + id + "@praetor");
    line(file, "DTSTAMP:" + UTC.format(written));
    line(file, "DTSTART:" + UTC.format(occurrence.at()));
    line(file, "SUMMARY:" + escaped(title));
    line(file, "DESCRIPTION:" + escaped(description(occurrence)));
    line(file, "TRANSP:TRANSPARENT");
    line(file, "END:VEVENT");
  }

  private static String description(Occurrence occurrence) {
    StringBuilder text = new StringBuilder();
    text.append(occurrence.local().toLocalDateTime()).append(' ').append(occurrence.zone());
    occurrence
        .parameters()
        .forEach((name, value) -> text.append('\n').append(name).append(": ").append(value));
    return text.toString();
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace(";", "\\;")
        .replace(",", "\\,")
        .replace("\r\n", "\n")
        .replace("\n", "\\n")
        .replaceAll("\\p{Cntrl}", "");
  }

  /** Appends a line, folded at 75 bytes as the format requires, but never inside a character. */
  private static void line(StringBuilder file, String line) {
    int width = 0;
    for (int i = 0; i < line.length(); ) {
      int character = line.codePointAt(i);
      int size = Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
      if (width + size > LONGEST_LINE) {
        file.append("\r\n ");
        width = 1;
      }
      file.appendCodePoint(character);
      width += size;
      i += Character.charCount(character);
    }
    file.append("\r\n");
  }
}
