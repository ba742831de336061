package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.praetor.StateType;
import dev.praetor.server.GeneratedHistory.Run;
import dev.praetor.server.GeneratedHistory.TaskRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The questions of the page "Ask your history", answered over a history that is known. */
class AskYourHistoryTest {
  private static final Path PAGE = Path.of("../docs/guide/questions.md");
  private static final Pattern QUESTION = Pattern.compile("### (.*?)\n.*?```graphql\n(.*?)```", 32);
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant OCTOBER = Instant.parse("2026-10-01T00:00:00Z");
  private static final Instant LAST_WEEK = Instant.parse("2026-11-16T00:00:00Z");
  private static final Instant THIS_WEEK = Instant.parse("2026-11-23T00:00:00Z");

  @TempDir private Path home;
  private final List<Run> history = GeneratedHistory.random(7, 1_500);
  private final Map<String, String> questions = new LinkedHashMap<>();
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.at(home);
    GeneratedHistory.write(history, home);
    QUESTION
        .matcher(Files.readString(PAGE))
        .results()
        .forEach((MatchResult found) -> questions.put(found.group(1), found.group(2)));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private JsonNode ask(String words) {
    return server.query(
        questions.entrySet().stream()
            .filter(each -> each.getKey().contains(words))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow());
  }

  /** Returns what an answer says about each group, by its key, in the order of the answer. */
  private static Map<String, List<Double>> numbers(JsonNode groups, String... paths) {
    Map<String, List<Double>> numbers = new LinkedHashMap<>();
    for (JsonNode group : groups) {
      List<Double> all = new ArrayList<>();
      for (String path : paths) {
        all.add(group.at("/" + path).asDouble());
      }
      String key =
          group
              .path("key")
              .propertyStream()
              .map(each -> each.getValue().asString("none"))
              .collect(Collectors.joining(" "));
      numbers.put(key, all);
    }
    return numbers;
  }

  private static <T> Map<String, List<T>> groups(Stream<T> all, Function<T, Object> key) {
    return all.collect(
        Collectors.groupingBy(
            each -> key.apply(each).toString(), TreeMap::new, Collectors.toList()));
  }

  private static void assertSame(
      Map<String, List<Double>> found, Map<String, List<Double>> expected) {
    assertThat(found.keySet()).containsExactlyElementsOf(expected.keySet());
    found.forEach((key, numbers) -> {
      List<Double> second = expected.getOrDefault(key, List.of());
      assertThat(numbers).hasSameSizeAs(second);
      for (int i = 0; i < second.size(); i++) {
        assertThat(numbers.get(i)).as("%s of %s", i, key).isCloseTo(second.get(i), offset(1e-9));
      }
    });
  }

  /** Computes numbers of groups. */
  private static <T> Map<String, List<Double>> each(
      Map<String, List<T>> groups, Function<List<T>, List<Double>> numbers) {
    Map<String, List<Double>> all = new LinkedHashMap<>();
    groups.forEach((key, members) -> all.put(key, numbers.apply(members)));
    return all;
  }

  private static double percentile(double[] numbers, int percent) {
    Arrays.sort(numbers);
    return numbers[(int) Math.ceil(percent / 100.0 * numbers.length) - 1];
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static double[] durations(List<Run> runs) {
    return runs.stream()
        .flatMap(run -> run.duration().stream())
        .mapToDouble(AskYourHistoryTest::seconds)
        .toArray();
  }

  /** Returns groups with the largest of a number first, and then by their keys. */
  private static Map<String, List<Double>> largest(
      Map<String, List<Double>> groups, int number, int most) {
    Map<String, List<Double>> sorted = new LinkedHashMap<>();
    groups.entrySet().stream()
        .sorted(
            Comparator.comparingDouble(
                    (Map.Entry<String, List<Double>> each) -> -each.getValue().get(number))
                .thenComparing(Map.Entry::getKey))
        .limit(most)
        .forEach(each -> sorted.put(each.getKey(), each.getValue()));
    return sorted;
  }

  private Stream<Run> runs(Predicate<Run> which) {
    return history.stream().filter(which);
  }

  /** A task run with its run. */
  private record Part(Run run, TaskRun taskRun) {}

  private Stream<Part> taskRuns(Predicate<Part> which) {
    return history.stream()
        .flatMap(run -> run.taskRuns().stream().map(each -> new Part(run, each)))
        .filter(which);
  }

  @Test
  void the_page_has_ten_questions() {
    assertThat(questions).hasSize(10);
  }

  @Test
  void how_many_people_need_a_reminder_on_average_by_weekday() {
    Map<String, List<Double>> byNumber =
        each(
            groups(
                runs(run ->
                    run.flow().equals("standup-reminder") && !run.scheduled().isBefore(OCTOBER)),
                run -> run.scheduled().atZone(NEW_YORK).getDayOfWeek().getValue()),
            group -> {
              double[] reminded =
                  group.stream()
                      .mapToDouble(run ->
                          run.taskRuns().stream()
                              .filter(each -> each.node().equals("send_reminder"))
                              .filter(each -> each.state() != StateType.SKIPPED)
                              .count())
                      .toArray();
              return List.of(
                  (double) group.size(),
                  Arrays.stream(reminded).average().orElseThrow(),
                  Arrays.stream(reminded).max().orElseThrow());
            });
    Map<String, List<Double>> expected = new LinkedHashMap<>();
    byNumber.forEach(
        (day, numbers) -> expected.put(DayOfWeek.of(Integer.parseInt(day)).name(), numbers));
    assertThat(expected).hasSize(7);
    assertSame(
        numbers(
            ask("need a reminder").path("runsAggregate"), "count", "taskRuns/avg", "taskRuns/max"),
        expected);
  }

  @Test
  void which_tasks_are_the_flakiest() {
    Map<String, List<Double>> expected =
        each(
            groups(
                taskRuns(part ->
                    part.taskRun().state() == StateType.SUCCESS && part.taskRun().attempts() > 1),
                part -> part.run().flow() + " " + part.taskRun().node()),
            group -> {
              double[] attempts =
                  group.stream().mapToDouble(part -> part.taskRun().attempts()).toArray();
              return List.of(
                  (double) group.size(),
                  Arrays.stream(attempts).average().orElseThrow(),
                  Arrays.stream(attempts).max().orElseThrow());
            });
    assertSame(
        numbers(ask("flakiest").path("taskRunsAggregate"), "count", "attempts/avg", "attempts/max"),
        largest(expected, 0, 10));
  }

  @Test
  void which_flows_are_the_slowest() {
    Map<String, List<Double>> expected =
        each(
            groups(runs(run -> run.state() == StateType.SUCCESS), Run::flow),
            group -> {
              double[] all = durations(group);
              return List.of(
                  (double) group.size(),
                  percentile(all, 50),
                  percentile(all, 95),
                  percentile(all, 100));
            });
    assertSame(
        numbers(
            ask("slowest").path("runsAggregate"),
            "count",
            "duration/p50",
            "duration/p95",
            "duration/max"),
        largest(expected, 2, 10));
  }

  @Test
  void what_has_become_slower_since_last_week() {
    JsonNode answer = ask("slower");
    assertSame(
        numbers(answer.path("lastWeek"), "duration/p50"),
        medians(run -> !run.started().isBefore(LAST_WEEK) && run.started().isBefore(THIS_WEEK)));
    assertSame(
        numbers(answer.path("thisWeek"), "duration/p50"),
        medians(run -> !run.started().isBefore(THIS_WEEK)));
  }

  private Map<String, List<Double>> medians(Predicate<Run> when) {
    return each(
        groups(runs(run -> run.state() == StateType.SUCCESS && when.test(run)), Run::flow),
        group -> List.of(percentile(durations(group), 50)));
  }

  @Test
  void how_late_runs_start_by_hour() {
    Map<String, List<Double>> byHour =
        each(
            groups(
                runs(_ -> true), run -> "%02d".formatted(run.scheduled().atZone(BERLIN).getHour())),
            group -> {
              double[] late =
                  group.stream()
                      .mapToDouble(run -> seconds(Duration.between(run.scheduled(), run.started())))
                      .toArray();
              return List.of(
                  (double) group.size(),
                  percentile(late, 50),
                  percentile(late, 95),
                  percentile(late, 100));
            });
    Map<String, List<Double>> expected = new LinkedHashMap<>();
    byHour.forEach(
        (hour, numbers) -> expected.put(String.valueOf(Integer.parseInt(hour)), numbers));
    assertSame(
        numbers(
            ask("late").path("runsAggregate"),
            "count",
            "lateness/p50",
            "lateness/p95",
            "lateness/max"),
        expected);
  }

  @Test
  void what_one_failing_service_cost() {
    JsonNode answer = ask("failing service");
    Predicate<TaskRun> outage = taskRun -> taskRun.message().contains("slack.example");
    assertSame(
        numbers(answer.path("time"), "count", "duration/sum"),
        each(
            groups(taskRuns(part -> outage.test(part.taskRun())), part -> part.run().flow()),
            group ->
                List.of(
                    (double) group.size(),
                    group.stream().mapToDouble(part -> part.taskRun().seconds()).sum())));
    assertSame(
        numbers(answer.path("runs"), "count"),
        each(
            groups(
                runs(run ->
                    run.state() == StateType.FAILED && run.taskRuns().stream().anyMatch(outage)),
                Run::flow),
            group -> List.of((double) group.size())));
  }

  @Test
  void how_often_each_flow_succeeds_week_by_week() {
    assertSame(
        numbers(ask("succeed").path("runsAggregate"), "count"),
        each(
            groups(
                runs(run -> List.of("standup-reminder", "daily-standup").contains(run.flow())),
                run ->
                    "%s %s %s".formatted(run.flow(), monday(run.scheduled()), run.state().label())),
            group -> List.of((double) group.size())));
  }

  private static LocalDate monday(Instant time) {
    return time.atZone(NEW_YORK)
        .toLocalDate()
        .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
  }

  @Test
  void which_customers_it_fails_for() {
    Map<String, List<Double>> expected =
        each(
            groups(
                runs(run -> run.state() == StateType.FAILED), run -> run.customer().orElse("none")),
            group -> List.of((double) group.size()));
    expected.values().removeIf(count -> count.getFirst() <= 1);
    assertSame(numbers(ask("customers").path("runsAggregate"), "count"), largest(expected, 0, 100));
  }

  @Test
  void who_starts_runs_by_hand() {
    assertSame(
        numbers(ask("by hand").path("runsAggregate"), "count"),
        each(
            groups(
                runs(run -> !run.bySchedule()),
                run -> run.by() + " " + YearMonth.from(run.scheduled().atZone(NEW_YORK))),
            group -> List.of((double) group.size())));
  }

  @Test
  void where_a_flow_spends_its_time() {
    Map<String, List<Double>> expected =
        each(
            groups(
                taskRuns(part ->
                    part.run().flow().equals("standup-reminder") && part.taskRun().attempts() > 0),
                part -> part.taskRun().node()),
            group -> {
              double[] all = group.stream().mapToDouble(part -> part.taskRun().seconds()).toArray();
              return List.of((double) group.size(), Arrays.stream(all).sum(), percentile(all, 95));
            });
    assertSame(
        numbers(
            ask("spend its time").path("taskRunsAggregate"),
            "count",
            "duration/sum",
            "duration/p95"),
        largest(expected, 1, 100));
  }
}
