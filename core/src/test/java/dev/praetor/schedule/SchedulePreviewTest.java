package dev.praetor.schedule;

import static dev.praetor.Praetor.cron;
import static dev.praetor.Praetor.every;
import static dev.praetor.Praetor.rrule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Occurrence;
import dev.praetor.Schedule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchedulePreviewTest {
  private static final Instant MARCH = Instant.parse("2026-03-07T12:00:00Z");
  private static final Instant OCTOBER = Instant.parse("2026-10-31T12:00:00Z");

  @Test
  void a_change_of_the_clocks_is_marked_with_what_happens() {
    assertThat(preview(cron("30 2 * * *").in("America/New_York"), 2, MARCH))
        .isEqualTo(
            """
            local time            UTC                offset  zone              parameters
            * New York: the clocks go forward by 1 hour, from 02:00 to 03:00; \
            02:30 does not exist and is due at 03:00
            Sun 2026-03-08 03:00  2026-03-08T07:00Z  -04:00  America/New_York
            Mon 2026-03-09 02:30  2026-03-09T06:30Z  -04:00  America/New_York
            """);
    assertThat(change(cron("30 1 * * *"), OCTOBER))
        .isEqualTo(
            "New York: the clocks go back by 1 hour, from 02:00 to 01:00; "
                + "01:30 occurs twice and is due the first time");
    assertThat(change(cron("*/10 2 * * *"), MARCH))
        .endsWith("02:00, 02:10, 02:20 and more do not exist and are due together at 03:00");
    assertThat(change(cron("@hourly"), MARCH))
        .endsWith("occurrences counted by elapsed time are not affected");
    assertThat(change(every(Duration.ofHours(3)), MARCH)).endsWith("are not affected");
    assertThat(
            change(every(Duration.ofDays(1)).starting(LocalDateTime.of(2026, 1, 1, 2, 15)), MARCH))
        .endsWith("02:15 does not exist and is due at 03:00");
    assertThat(change(rrule("FREQ=DAILY;BYHOUR=2;BYMINUTE=5"), MARCH))
        .endsWith("02:05 does not exist and is due at 03:00");
    assertThat(change(cron("30 8 * * *"), MARCH)).endsWith("from 02:00 to 03:00");
  }

  @Test
  void times_with_seconds_are_shown_with_seconds_and_others_without() {
    assertThat(preview(cron("15 0 8 * * *").with("a", 1).with("b", "x"), 1, MARCH))
        .contains("Sun 2026-03-08 08:00:15  2026-03-08T08:00:15Z  +00:00  UTC   a=1, b=x");
  }

  @Test
  void of_very_many_changes_only_those_that_concern_the_schedule_are_shown() {
    Schedule rare = Schedule.of(cron("0 0 29 2 *").in("America/New_York"));
    assertThat(SchedulePreview.of(rare, 5, MARCH).rows())
        .hasSize(5)
        .allMatch(SchedulePreview.Due.class::isInstance);
  }

  @Test
  void a_calendar_file_has_an_event_an_occurrence_and_is_always_the_same() {
    List<Occurrence> occurrences =
        Schedule.of(
                cron("30 8 * * *").in("America/New_York").with("office", "D;C, \\ é".repeat(12)))
            .next(2, MARCH);
    String file = ICalendarExport.of("standup, daily\nline", occurrences, MARCH);

    assertThat(file)
        .startsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
        .endsWith("END:VEVENT\r\nEND:VCALENDAR\r\n")
        .contains("DTSTART:20260308T123000Z\r\n", "DTSTAMP:20260307T120000Z\r\n")
        .contains("SUMMARY:standup\\, daily\\nline\r\n")
        .isEqualTo(ICalendarExport.of("standup, daily\nline", occurrences, MARCH));
    assertThat(file.lines())
        .allMatch(line -> line.getBytes(StandardCharsets.UTF_8).length <= 75)
        .filteredOn(line -> line.startsWith("UID:"))
        .hasSize(2)
        .doesNotHaveDuplicates();
    assertThat(file.replace("\r\n ", "")).contains("office: D\\;C\\, \\\\ é");
  }

  private static String preview(ScheduleClock clock, int n, Instant after) {
    return SchedulePreview.of(Schedule.of(clock), n, after).table();
  }

  private static String change(ScheduleClock clock, Instant after) {
    Schedule schedule = Schedule.of(clock.in("America/New_York"));
    return SchedulePreview.of(schedule, 40, after).rows().stream()
        .filter(SchedulePreview.ClockChange.class::isInstance)
        .map(row -> ((SchedulePreview.ClockChange) row).sentence())
        .findFirst()
        .orElse("no change");
  }
}
