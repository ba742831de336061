package dev.praetor.schedule;

import dev.praetor.schedule.internal.text.HolidayParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.NavigableSet;

/**
 * Holidays out of an iCalendar file (RFC 5545), as they are offered for most countries.
 *
 * <pre>{@code
 * schedule.except(Filter.onDates(HolidayFile.read(Path.of("holidays.ics"))))
 * }</pre>
 *
 * <p>Every day of every all-day event is a holiday; events with a time of day and cancelled ones
 * are not. An event that repeats by a rule is refused, as a schedule leaves out dates, not rules.
 */
public final class HolidayFile {
  private static final int LARGEST = 4 << 20;

  private HolidayFile() {}

  /**
   * The holidays of a file of up to 4 MB, in UTF-8.
   *
   * @throws InvalidSchedule if it is larger, or not such a file; it says in which line
   * @throws IOException if it cannot be read
   */
  public static NavigableSet<LocalDate> read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in);
    }
  }

  /**
   * The holidays of a stream of up to 4 MB, in UTF-8, which stays open.
   *
   * @throws InvalidSchedule if it is larger, or not such a file; it says in which line
   * @throws IOException if it cannot be read
   */
  public static NavigableSet<LocalDate> read(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(LARGEST + 1);
    if (bytes.length > LARGEST) {
      throw new InvalidSchedule("the holiday file is larger than 4 MB: cut it down");
    }
    return new HolidayParser().parse(new String(bytes, StandardCharsets.UTF_8));
  }
}
