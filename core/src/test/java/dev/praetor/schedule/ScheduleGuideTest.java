package dev.praetor.schedule;

import static dev.praetor.Praetor.cron;
import static dev.praetor.schedule.Filter.betweenTimes;
import static dev.praetor.schedule.Filter.onDates;
import static dev.praetor.schedule.Filter.weekdays;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The examples of the guide are compiled and computed by this test. Run it with {@code
 * -Dpraetor.writeGuide=true} to rewrite the blocks of the guide.
 */
class ScheduleGuideTest {
  private static final Path GUIDE = Path.of("../docs/guide/schedules.md");
  private static final Path SOURCE =
      Path.of("src/test/java/dev/praetor/schedule/ScheduleGuideTest.java");

  @Test
  void the_guide_shows_the_two_offices_over_both_changes_of_2026() throws IOException {
    // tag::two-offices
    Schedule schedule =
        Schedule.of(
            cron("30 8 * * MON-FRI").in("America/New_York").with("office", "DC"),
            cron("30 17 * * SUN-THU").in("America/Los_Angeles").with("office", "SF"));
    // end::two-offices

    shown("code", "two-offices", tagged("two-offices"));
    shown("output", "explain", schedule.explain() + "\n");
    shown("output", "march", preview(schedule, "2026-03-05T12:00:00Z"));
    shown("output", "november", preview(schedule, "2026-10-29T12:00:00Z"));
  }

  @Test
  void the_guide_shows_filters() throws IOException {
    LocalDate christmas = LocalDate.of(2026, 12, 25);
    // tag::filters
    Schedule schedule =
        Schedule.of(cron("0 * * * *").in("Europe/Berlin"))
            .only(weekdays().and(betweenTimes(LocalTime.of(9, 0), LocalTime.of(17, 0))))
            .except(onDates(christmas));
    // end::filters

    shown("code", "filters", tagged("filters"));
    assertThat(schedule.next(1, Instant.parse("2026-12-24T16:00:00Z")).getFirst().local())
        .hasToString("2026-12-28T09:00+01:00[Europe/Berlin]");
  }

  private static String preview(Schedule schedule, String after) {
    return SchedulePreview.of(schedule, 9, Instant.parse(after)).table();
  }

  private static String tagged(String tag) throws IOException {
    String source = Files.readString(SOURCE);
    String from = "// tag::" + tag + "\n";
    int start = source.indexOf(from) + from.length();
    String lines = source.substring(start, source.indexOf("// end::" + tag, start));
    return lines.stripTrailing().stripIndent() + "\n";
  }

  private static void shown(String kind, String name, String expected) throws IOException {
    String guide = Files.readString(GUIDE);
    Matcher block =
        Pattern.compile("<!-- " + kind + ": " + name + " -->\n```\\w+\n(.*?)```\n", Pattern.DOTALL)
            .matcher(guide);
    assertThat(block.find()).as("the guide has a block %s", name).isTrue();
    if (Boolean.getBoolean("praetor.writeGuide")) {
      String written =
          guide.substring(0, block.start(1)) + expected + guide.substring(block.end(1));
      Files.writeString(GUIDE, written);
    } else {
      assertThat(block.group(1)).as(name).isEqualTo(expected);
    }
  }
}
