package dev.praetor.cli.schedule;

import dev.praetor.Occurrence;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.store.model.FlowSchedule;
import dev.praetor.store.model.SchedulePause;
import dev.praetor.store.model.SkippedInstant;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Formats schedules of flows. */
record ScheduleText(Instant now) {
  private static final int NEXT = 3;

  private List<Occurrence> next(FlowSchedule schedule) {
    return schedule.next(NEXT, now);
  }

  /** Returns a schedule as lines of text. */
  List<String> lines(FlowSchedule schedule) {
    List<String> lines = new ArrayList<>();
    lines.add(PrintableText.line(schedule.id() + "  " + schedule.explanation()));
    schedule
        .added()
        .ifPresent(added ->
            lines.add(
                PrintableText.line(
                    "  added to %s on %s%s"
                        .formatted(
                            schedule.flow(),
                            TimeFormat.local(added.time()),
                            shown(added.by(), "")))));
    schedule.pause().ifPresent(pause -> lines.add(PrintableText.line("  paused" + shown(pause))));
    schedule
        .skipped()
        .forEach(each ->
            lines.add(
                PrintableText.line("  left out: %s%s".formatted(each.instant(), shown(each)))));
    next(schedule).stream().findFirst().ifPresent(first -> lines.add("  next at " + time(first)));
    return lines;
  }

  /** Prints a schedule, as lines or as a JSON object. */
  void print(FlowSchedule schedule, boolean json, PrintWriter out) {
    if (json) {
      out.println(document(schedule).toPrettyString());
    } else {
      lines(schedule).forEach(out::println);
    }
  }

  /** Returns the time of an occurrence, local to its zone unless that is UTC. */
  static String time(Occurrence occurrence) {
    boolean isUtc = occurrence.zone().getRules().equals(ZoneOffset.UTC.getRules());
    return isUtc ? occurrence.at().toString() : occurrence.local().toString();
  }

  private static String shown(SchedulePause pause) {
    return " since " + TimeFormat.local(pause.since()) + shown(pause.by(), pause.why());
  }

  private static String shown(SkippedInstant skipped) {
    return shown(skipped.by(), skipped.why());
  }

  private static String shown(String by, String why) {
    return (by.isEmpty() ? "" : " by " + by) + (why.isEmpty() ? "" : ": " + why);
  }

  /** Returns a schedule as a JSON object. */
  ObjectNode document(FlowSchedule schedule) {
    ObjectNode one = JsonMapper.shared().createObjectNode();
    one.put("id", schedule.id())
        .put("flow", schedule.flow())
        .put("explanation", schedule.explanation());
    schedule
        .added()
        .ifPresent(added ->
            one.putObject("added").put("by", added.by()).put("time", added.time().toString()));
    ArrayNode times = one.putArray("next");
    next(schedule).forEach(each -> times.add(each.at().toString()));
    schedule
        .pause()
        .ifPresent(pause ->
            one.putObject("paused")
                .put("by", pause.by())
                .put("why", pause.why())
                .put("since", pause.since().toString()));
    ArrayNode skipped = one.putArray("skipped");
    schedule
        .skipped()
        .forEach(each ->
            skipped
                .addObject()
                .put("instant", each.instant().toString())
                .put("by", each.by())
                .put("why", each.why()));
    return one;
  }
}
