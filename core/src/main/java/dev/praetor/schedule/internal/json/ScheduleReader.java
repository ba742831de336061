package dev.praetor.schedule.internal.json;

import dev.praetor.Schedule;
import dev.praetor.schedule.Adjustment;
import dev.praetor.schedule.CatchUp;
import dev.praetor.schedule.ClockTerms;
import dev.praetor.schedule.CronClock;
import dev.praetor.schedule.CronExpression;
import dev.praetor.schedule.DatesClock;
import dev.praetor.schedule.Filter;
import dev.praetor.schedule.IntervalClock;
import dev.praetor.schedule.InvalidSchedule;
import dev.praetor.schedule.Moment;
import dev.praetor.schedule.Overlap;
import dev.praetor.schedule.Recurrence;
import dev.praetor.schedule.RecurrenceClock;
import dev.praetor.schedule.ScheduleClock;
import dev.praetor.schedule.internal.time.ZoneNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A reader of the trees that {@link ScheduleWriter} writes, which collects all problems, for one
 * use by one thread.
 */
public final class ScheduleReader {
  private static final Set<String> SCHEDULE =
      Set.of("clocks", "filter", "adjustments", "catchUp", "overlap");
  private static final List<String> KINDS = List.of("cron", "every", "dates", "rrule");
  private static final Set<String> CLOCK =
      Set.of("cron", "every", "dates", "rrule", "zone", "start", "end", "parameters");

  private final List<String> problems = new ArrayList<>();

  public Schedule read(@Nullable Object tree) {
    TreeNode root = new TreeNode("$", tree, problems);
    if (root.object(SCHEDULE).isPresent() && root.child("clocks").isEmpty()) {
      root.problem("\"clocks\" is missing: give a list of at least one");
    }
    List<ScheduleClock> clocks =
        root.child("clocks").map(node -> node.list(this::clock)).orElse(List.of());
    Filter filter = root.child("filter").flatMap(FilterReader::filter).orElse(Filter.everything());
    List<Adjustment> adjustments =
        root.child("adjustments").map(node -> node.list(this::adjustment)).orElse(List.of());
    CatchUp catchUp = root.child("catchUp").flatMap(this::catchUp).orElse(CatchUp.latest());
    Overlap overlap = root.child("overlap").flatMap(this::overlap).orElse(Overlap.ALLOW);
    if (!problems.isEmpty()) {
      throw new InvalidSchedule(problems);
    }
    return root.attempt(
            "a schedule", () -> new Schedule(clocks, filter, adjustments, catchUp, overlap))
        .orElseThrow(() -> new InvalidSchedule(problems));
  }

  private Optional<ScheduleClock> clock(TreeNode node) {
    if (node.object(CLOCK).isEmpty()) {
      return Optional.empty();
    }
    List<String> kinds = KINDS.stream().filter(kind -> node.child(kind).isPresent()).toList();
    if (kinds.size() != 1) {
      node.problem("is %s, expected one of cron, dates, every, rrule".formatted(several(kinds)));
      return Optional.empty();
    }
    TreeNode kind = node.child(kinds.getFirst()).orElseThrow();
    return terms(node).flatMap(terms -> clock(kinds.getFirst(), kind, terms));
  }

  private static String several(List<String> kinds) {
    return kinds.isEmpty() ? "no clock" : String.join(" and ", kinds) + " at once";
  }

  private Optional<ScheduleClock> clock(String kind, TreeNode node, ClockTerms terms) {
    return switch (kind) {
      case "cron" ->
          node.text("a cron expression", text -> new CronClock(CronExpression.parse(text), terms));
      case "every" ->
          node.text(
              "a duration, such as PT1H", text -> new IntervalClock(Duration.parse(text), terms));
      case "rrule" ->
          node.text(
              "a recurrence rule", text -> new RecurrenceClock(Recurrence.parse(text), terms));
      case "dates" -> {
        List<Moment> dates = node.list(date -> date.text("a time", Moment::parse));
        yield node.attempt("a list of times", () -> new DatesClock(dates, terms));
      }
      default -> throw new IllegalStateException("a clock of kind " + kind + " cannot be read");
    };
  }

  private Optional<ClockTerms> terms(TreeNode node) {
    int before = problems.size();
    var zone = node.child("zone").flatMap(zoned -> zoned.text("a zone", ZoneNames::parse));
    var start = node.child("start").flatMap(moment -> moment.text("a time", Moment::parse));
    var end = node.child("end").flatMap(moment -> moment.text("a time", Moment::parse));
    var parameters = node.child("parameters").flatMap(ScheduleReader::parameters);
    if (problems.size() > before) {
      return Optional.empty();
    }
    return Optional.of(
        new ClockTerms(zone.orElse(ZoneNames.UTC), start, end, parameters.orElse(Map.of())));
  }

  private static Optional<Map<String, Object>> parameters(TreeNode node) {
    if (!(node.value() instanceof Map<?, ?> map)) {
      node.problem("is not an object: give the parameters by name");
      return Optional.empty();
    }
    Map<String, Object> named = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (entry.getKey() instanceof String name && entry.getValue() != null) {
        named.put(name, entry.getValue());
      } else {
        node.problem("\"%s\" has no value".formatted(TreeNode.abbreviated(entry.getKey())));
      }
    }
    return node.attempt("parameters", () -> ScheduleJsonValues.copyOf(named));
  }

  private Optional<Adjustment> adjustment(TreeNode node) {
    Optional<Map<?, ?>> object = node.object(Set.of("nextWeekday", "shift"));
    if (object.isPresent() && object.get().size() != 1) {
      node.problem("expected exactly one of nextWeekday, shift");
      return Optional.empty();
    }
    if (node.child("nextWeekday").filter(TreeNode::isTrue).isPresent()) {
      return Optional.of(Adjustment.nextWeekday());
    }
    return node.child("shift")
        .flatMap(shift ->
            shift.text("a duration, such as PT2H", text -> Adjustment.shift(Duration.parse(text))));
  }

  private Optional<CatchUp> catchUp(TreeNode node) {
    if (node.value() instanceof Map<?, ?>) {
      node.object(Set.of("within"));
      return node.child("within")
          .flatMap(window ->
              window.text(
                  "a duration, such as PT6H", text -> CatchUp.within(Duration.parse(text))));
    }
    return node.text(
        "none, latest, all or an object with within",
        text ->
            switch (text) {
              case "none" -> CatchUp.none();
              case "latest" -> CatchUp.latest();
              case "all" -> CatchUp.all();
              default -> throw new IllegalArgumentException(text);
            });
  }

  private Optional<Overlap> overlap(TreeNode node) {
    return node.text(
        "allow, skip, queue or cancel_old", text -> Overlap.valueOf(text.toUpperCase(Locale.ROOT)));
  }
}
