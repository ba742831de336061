package dev.praetor.schedule.internal.json;

import dev.praetor.schedule.Filter;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A reader of the trees of filters. */
final class FilterReader {
  private static final int DEEPEST = 32;
  private static final Set<String> KINDS =
      Set.of(
          "daysOfWeek",
          "monthStart",
          "monthEnd",
          "betweenDates",
          "betweenTimes",
          "dates",
          "not",
          "all",
          "any");

  private FilterReader() {}

  static Optional<Filter> filter(TreeNode node) {
    return filter(node, 0);
  }

  private static Optional<Filter> filter(TreeNode node, int depth) {
    if (depth > DEEPEST) {
      node.problem("filters are nested more than %d deep".formatted(DEEPEST));
      return Optional.empty();
    }
    Optional<Map<?, ?>> object = node.object(KINDS);
    if (object.isEmpty()) {
      return Optional.empty();
    }
    List<String> kinds = KINDS.stream().filter(kind -> node.child(kind).isPresent()).toList();
    if (kinds.size() != 1) {
      node.problem("has %d kinds of filter, expected one".formatted(kinds.size()));
      return Optional.empty();
    }
    return filter(kinds.getFirst(), node.child(kinds.getFirst()).orElseThrow(), depth + 1);
  }

  private static Optional<Filter> filter(String kind, TreeNode node, int depth) {
    return switch (kind) {
      case "daysOfWeek" -> {
        Set<DayOfWeek> days =
            new LinkedHashSet<>(
                node.list(day -> day.text("a day such as MONDAY", DayOfWeek::valueOf)));
        yield node.attempt("days of the week", () -> new Filter.DaysOfWeek(days));
      }
      case "monthStart" -> node.isTrue() ? Optional.of(Filter.monthStart()) : Optional.empty();
      case "monthEnd" -> node.isTrue() ? Optional.of(Filter.monthEnd()) : Optional.empty();
      case "betweenDates" ->
          pair(
              node,
              "a day of the year such as 12-24",
              text -> MonthDay.parse("--" + text),
              Filter::betweenDates);
      case "betweenTimes" ->
          pair(node, "a time of day such as 09:00", LocalTime::parse, Filter::betweenTimes);
      case "dates" -> {
        List<LocalDate> dates =
            node.list(date -> date.text("a date such as 2026-12-25", LocalDate::parse));
        yield node.attempt("dates", () -> Filter.onDates(dates));
      }
      case "not" -> filter(node, depth).map(Filter.Not::new);
      default -> {
        List<Filter> parts = node.list(part -> filter(part, depth));
        yield node.attempt(
            "filters",
            () -> kind.equals("all") ? new Filter.AllOf(parts) : new Filter.AnyOf(parts));
      }
    };
  }

  private static <T> Optional<Filter> pair(
      TreeNode node,
      String expected,
      Function<String, T> conversion,
      BiFunction<T, T, Filter> filter) {
    int before = node.problems().size();
    List<T> ends = node.list(end -> end.text(expected, conversion));
    if (node.problems().size() == before && ends.size() != 2) {
      node.problem("has %d elements, expected two: from and to".formatted(ends.size()));
    }
    return ends.size() == 2 && node.problems().size() == before
        ? Optional.of(filter.apply(ends.getFirst(), ends.getLast()))
        : Optional.empty();
  }
}
