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
 * A reader of holidays from iCalendar files (RFC 5545), which are available for most countries.
 *
 * <pre>{@code
 * schedule.except(Filter.onDates(HolidayFile.read(Path.of("holidays.ics"))))
 * }</pre>
 *
 * <p>Every day of every all-day event is a holiday. Events with a time of day and cancelled events
 * are ignored. An event that repeats by a rule is refused, because a schedule excludes dates, not
 * rules.
 */
public final class HolidayFile {
  private static final int LARGEST = 4 << 20;

  private HolidayFile() {}

  /**
   * Returns the holidays of a file of at most 4 MB in UTF-8.
   *
   * @throws InvalidSchedule if the file is larger or is not a valid iCalendar file; the message has
   *     the line
   * @throws IOException if the file cannot be read
   */
  public static NavigableSet<LocalDate> read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in);
    }
  }

  /**
   * Returns the holidays of a stream of at most 4 MB in UTF-8, which is not closed.
   *
   * @throws InvalidSchedule if the content is larger or is not a valid iCalendar file; the message
   *     has the line
   * @throws IOException if the stream cannot be read
   */
  public static NavigableSet<LocalDate> read(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(LARGEST + 1);
    if (bytes.length > LARGEST) {
      throw new InvalidSchedule(
          "the holiday file is larger than 4 MB: remove events that are not needed");
    }
    return new HolidayParser().parse(new String(bytes, StandardCharsets.UTF_8));
  }
}
