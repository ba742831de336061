package dev.praetor.schedule;

import static dev.praetor.Praetor.cron;
import static dev.praetor.Praetor.dates;
import static dev.praetor.Praetor.every;
import static dev.praetor.Praetor.rrule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.praetor.Schedule;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ScheduleJsonTest {
  private static final Instant NOW = Instant.parse("2026-01-05T00:00:00Z");
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void the_tree_is_readable() {
    Schedule schedule =
        Schedule.of(cron("30 8 * * MON-FRI").in("America/New_York").with("office", "DC"))
            .except(Filter.onDates(LocalDate.of(2026, 12, 25)))
            .adjusted(Adjustment.shift(Duration.ofHours(2)));

    assertThat(JSON.writeValueAsString(ScheduleJson.toTree(schedule)))
        .isEqualTo(
            """
            {"clocks":[{"cron":"30 8 * * MON-FRI","zone":"America/New_York",\
            "parameters":{"office":"DC"}}],\
            "filter":{"not":{"dates":["2026-12-25"]}},\
            "adjustments":[{"shift":"PT2H"}],\
            "catchUp":"latest","overlap":"allow"}\
            """);
  }

  @Test
  void everything_that_is_written_is_read_again() {
    Random random = new Random(9);
    for (int i = 0; i < 300; i++) {
      Schedule schedule = schedule(random);
      String json = JSON.writeValueAsString(ScheduleJson.toTree(schedule));
      Schedule read = ScheduleJson.fromTree(JSON.readValue(json, Object.class));
      assertThat(read).as(json).isEqualTo(schedule);
      assertThat(ScheduleJson.fromTree(ScheduleJson.toTree(schedule))).isEqualTo(schedule);
    }
  }

  @Test
  void what_is_written_is_the_same_in_every_locale() {
    Schedule schedule =
        Schedule.of(cron("@daily"))
            .only(Filter.betweenDates(MonthDay.of(11, 1), MonthDay.of(2, 28)));
    Locale before = Locale.getDefault();
    Map<String, Object> written = ScheduleJson.toTree(schedule);
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG")); // Formats numbers with digits of its own.
      assertThat(ScheduleJson.toTree(schedule)).isEqualTo(written);
      assertThat(ScheduleJson.fromTree(ScheduleJson.toTree(schedule))).isEqualTo(schedule);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void only_clocks_are_required() {
    Object tree = JSON.readValue("{\"clocks\":[{\"cron\":\"@daily\"}]}", Object.class);
    assertThat(ScheduleJson.fromTree(tree)).isEqualTo(Schedule.of(cron("@daily")));
  }

  @Test
  void every_problem_is_told_with_the_path_to_it() {
    problems(
        """
        {"clocks": [{"cron": "61 * * * *"}, {"every": "1h", "zone": "Mars"}, {"zone": "UTC"},
                    {"cron": "@daily", "rrule": "FREQ=DAILY"}, 7, {"cron": 7},
                    {"cron": "@daily", "start": "today", "color": "red"}],
         "filter": {"any": [{"monthEnd": false}, {"betweenTimes": ["9", "10:00"]}, {"dates": []},
                            {"daysOfWeek": ["Monday"]}, {"betweenDates": ["01-01"]}, {}, null]},
         "adjustments": [{"shift": "soon"}, {"nextWeekday": true, "shift": "PT1H"}],
         "catchUp": {"within": "PT-1H"}, "overlap": "maybe", "owner": "me"}
        """,
        "$: \"owner\" is not a known key",
        "$.clocks[0].cron: cron \"61 * * * *\", minute, column 1",
        "$.clocks[1].zone: zone \"Mars\" is not known to this JVM",
        "$.clocks[2]: is no clock, expected one of cron, dates, every, rrule",
        "$.clocks[3]: is cron and rrule at once",
        "$.clocks[4]: is 7, expected an object",
        "$.clocks[5].cron: is 7, expected text",
        "$.clocks[6]: \"color\" is not a known key",
        "$.clocks[6].start: \"today\" is not a time",
        "$.filter.any[0].monthEnd: is false, expected true",
        "$.filter.any[1].betweenTimes[0]: 9 is not a time of day such as 09:00",
        "$.filter.any[2].dates: a filter by dates has no dates",
        "$.filter.any[3].daysOfWeek[0]: Monday is not a day such as MONDAY",
        "$.filter.any[4].betweenDates: has 1 elements, expected two",
        "$.filter.any[5]: has 0 kinds of filter",
        "$.filter.any[6]: is null, expected an object",
        "$.adjustments[0].shift: soon is not a duration",
        "$.adjustments[1]: expected exactly one of nextWeekday, shift",
        "$.catchUp.within: a catch-up window of PT-1H admits nothing",
        "$.overlap: maybe is not allow, skip, queue or cancel_old");
  }

  @Test
  void hostile_trees_are_refused_in_words() {
    problems("[]", "$: is a list, expected an object");
    problems("\"x\"", "$: is the text \"x\"");
    problems("null", "$: is null");
    problems("{}", "$: \"clocks\" is missing");
    problems("{\"clocks\":[]}", "$: the schedule has no clock");
    problems("{\"clocks\":{}}", "$.clocks: is an object, expected a list");
    problems("{\"clocks\":[{\"every\":\"PT0S\"}]}", "$.clocks[0].every: an interval of PT0S");
    problems("{\"clocks\":[{\"every\":\"P99999999999999999999D\"}]}", "$.clocks[0].every: P999");
    problems(
        "{\"clocks\":[{\"cron\":\"0 9 * * SAT\"}],\"filter\":{\"daysOfWeek\":[\"MONDAY\"]}}",
        "$: at 09:00 on Saturday, UTC: it can never fire");
    problems(
        "{\"clocks\":[{\"cron\":\"@daily\"}],\"filter\":"
            + "{\"not\":".repeat(400)
            + "{\"monthEnd\":true}"
            + "}".repeat(401),
        "nested more than 32 deep");
    problems(
        "{\"clocks\":[{\"cron\":\"@daily\",\"parameters\":{\"a\":"
            + "[".repeat(100)
            + "]".repeat(100)
            + "}}]}",
        "nested more than 32 deep");
    problems("{\"clocks\":[{\"cron\":\"@daily\",\"parameters\":{\"a\":null}}]}", "has no value");
    List<Object> many = Collections.nCopies(2000, Map.of("cron", "@daily"));
    assertThatExceptionOfType(InvalidSchedule.class)
        .isThrownBy(() -> ScheduleJson.fromTree(Map.of("clocks", many)))
        .withMessageContaining("at most 1,000");
  }

  @Test
  void any_damaged_tree_is_read_or_refused_and_never_anything_else() {
    Random random = new Random(13);
    for (int i = 0; i < 1000; i++) {
      Object damaged = damage(ScheduleJson.toTree(schedule(random)), random);
      try {
        ScheduleJson.fromTree(damaged);
      } catch (InvalidSchedule e) {
        assertThat(e.problems()).allMatch(problem -> problem.startsWith("$"));
      }
    }
  }

  private static void problems(String json, String... expected) {
    Object tree = JSON.readValue(json, Object.class);
    assertThatExceptionOfType(InvalidSchedule.class)
        .isThrownBy(() -> ScheduleJson.fromTree(tree))
        .satisfies(e -> {
          for (String problem : expected) {
            assertThat(e.problems()).anyMatch(each -> each.contains(problem));
          }
        });
  }

  private static @Nullable Object damage(@Nullable Object value, Random random) {
    if (random.nextInt(12) == 0) {
      Object[] junk = {"", "x", 7, -1.5, true, List.of(), Map.of(), Map.of("not", 1), "PT1H", null};
      return junk[random.nextInt(junk.length)];
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((key, each) -> copy.put(key, damage(each, random)));
      return copy;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>();
      list.forEach(each -> copy.add(damage(each, random)));
      return copy;
    }
    return value;
  }

  private static Schedule schedule(Random random) {
    ScheduleClock clock =
        switch (random.nextInt(4)) {
          case 0 -> cron("*/5 8-18 * * *").in("Asia/Tehran").starting(NOW);
          case 1 ->
              every(Duration.ofMillis(1_500_500)).starting(LocalDateTime.of(2024, 3, 1, 2, 30));
          case 2 ->
              dates(LocalDateTime.of(2026, 2, 1, 8, 0, 1), LocalDateTime.of(2025, 1, 1, 0, 0));
          default -> rrule("FREQ=HOURLY;INTERVAL=5").in("Pacific/Apia").ending(NOW);
        };
    ScheduleClock other =
        cron("0 0 1 1 *")
            .with("long", 1L << 50)
            .with("short", (short) 3)
            .with("huge", BigInteger.TWO.pow(100))
            .with("decimal", new BigDecimal("1.50"))
            .with("float", 0.1f)
            .with("list", List.of(1, 2.5, "x", true, Map.of("k", List.of())))
            .with("text", "\u0000\n\"é");
    Schedule schedule = Schedule.of(clock, other);
    for (int i = 0; i < 2; i++) {
      try {
        schedule = schedule.only(FilterTest.filter(random, 2));
      } catch (InvalidSchedule | ScheduleSearchGaveUp e) {
        assertThat(e.getMessage()).containsAnyOf("can never fire", "gave up");
      }
    }
    return schedule
        .adjusted(
            random.nextBoolean() ? Adjustment.nextWeekday() : Adjustment.shift(Duration.ofDays(-2)))
        .withCatchUp(
            List.of(
                    CatchUp.none(),
                    CatchUp.all(),
                    CatchUp.latest(),
                    CatchUp.within(Duration.ofHours(3)))
                .get(random.nextInt(4)))
        .withOverlap(List.of(Overlap.values()).get(random.nextInt(4)));
  }
}
