package dev.praetor.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.NavigableSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HolidayFileTest {
  private static final String FILE =
      """
      BEGIN:VCALENDAR
      VERSION:2.0
      X-WR-CALNAME;X-NOTE="a:b":Holidays
      BEGIN:VEVENT
      DTSTART;VALUE=DATE:20260101
      DTEND;VALUE=DATE:20260102
      SUMMARY:New Year's
       Day: a holiday
      BEGIN:VALARM
      DTSTART;VALUE=DATE:19990101
      END:VALARM
      END:VEVENT
      BEGIN:VEVENT
      DTSTART;VALUE=DATE:20261224
      DTEND;VALUE=DATE:20261227
      END:VEVENT
      BEGIN:VEVENT
      DTSTART;VALUE=DATE:20260501
      END:VEVENT
      BEGIN:VEVENT
      DTSTART:20260601
      DURATION:P2D
      END:VEVENT
      BEGIN:VEVENT
      DTSTART;TZID=Europe/Berlin:20260701T200000
      SUMMARY:Party
      END:VEVENT
      BEGIN:VEVENT
      DTSTART;VALUE=DATE:20260801
      STATUS:CANCELLED
      END:VEVENT
      END:VCALENDAR
      """;

  @Test
  void every_day_of_every_all_day_event_is_a_holiday(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("holidays.ics");
    Files.writeString(file, "\uFEFF" + FILE.replace("\n", "\r\n"));

    assertThat(HolidayFile.read(file))
        .extracting(LocalDate::toString)
        .containsExactly(
            "2026-01-01",
            "2026-05-01",
            "2026-06-01",
            "2026-06-02",
            "2026-12-24",
            "2026-12-25",
            "2026-12-26");
  }

  @Test
  void what_is_wrong_is_told_with_its_line() {
    refused("", "line 1: the file is empty");
    refused("hello", "line 1: expected a name, a colon and a value");
    refused("X:1", "line 1: expected BEGIN:VCALENDAR");
    refused(event("SUMMARY:x"), "line 4: the event that ends here has no DTSTART");
    refused(event("DTSTART;VALUE=DATE:20261301"), "line 3: DTSTART is \"20261301\"");
    refused(event("DTSTART;VALUE=DATE:20260229"), "line 3: DTSTART is \"20260229\"");
    refused(event("DTSTART:20260102\nDTEND:20260101"), "line 3: the event ends before it begins");
    refused(event("DTSTART:20260101\nDTEND:20280101"), "line 3: the event lasts more than 366");
    refused(event("DTSTART:20260101\nDURATION:P999999999Y"), "line 4: DURATION is");
    refused(event("DTSTART:20260101\nDURATION:PT5H"), "line 4: DURATION is");
    refused(event("DTSTART:20260101\nRRULE:FREQ=YEARLY"), "line 4: RRULE repeats the event");
    refused("BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "line 2: the file ends inside VEVENT");
    refused("BEGIN:VCALENDAR\nEND:VEVENT\n", "line 2: found END:VEVENT, expected END:VCALENDAR");
    refused("BEGIN:VCALENDAR\n" + "BEGIN:X\n".repeat(50), "nested more than 20 deep");
    refused("BEGIN:VCALENDAR\nX:" + "\n a".repeat(200_000), "line 2: it is longer than");
  }

  @Test
  void a_file_without_end_is_not_read_to_its_end() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return ' ';
          }
        };
    assertThatExceptionOfType(InvalidSchedule.class)
        .isThrownBy(() -> HolidayFile.read(endless))
        .withMessageContaining("larger than 4 MB");
  }

  @Test
  void any_damaged_file_is_read_or_refused_and_never_anything_else() throws IOException {
    Random random = new Random(17);
    for (int i = 0; i < 5000; i++) {
      byte[] bytes = FILE.getBytes(StandardCharsets.UTF_8);
      for (int j = 0; j < 5; j++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(HolidayFile.read(new ByteArrayInputStream(bytes))).hasSizeLessThan(400);
      } catch (InvalidSchedule e) {
        assertThat(e).hasMessageStartingWith("holiday file, line ");
      }
    }
  }

  private static String event(String lines) {
    return "BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + lines + "\nEND:VEVENT\nEND:VCALENDAR\n";
  }

  private static void refused(String file, String message) {
    assertThatExceptionOfType(InvalidSchedule.class)
        .as(message)
        .isThrownBy(() -> read(file))
        .withMessageContaining(message);
  }

  private static NavigableSet<LocalDate> read(String file) throws IOException {
    return HolidayFile.read(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
  }
}
