package dev.praetor.cli.schedule;

import static dev.praetor.Praetor.cron;

import dev.praetor.Schedule;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.embedded.registered.ScheduleTerms;
import dev.praetor.schedule.InvalidSchedule;
import dev.praetor.schedule.Moment;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The clock of an added schedule and its rules, as typed on the command line. */
final class ClockOptions {
  /** Matches the path of a member that has an option. */
  private static final Pattern MEMBER =
      Pattern.compile("(?m)^\\$(?:\\.clocks\\[\\d+])?\\.(\\w+)(?:\\[\\d+])?(?=:)");

  private static final Map<String, String> OPTIONS =
      Map.of(
          "cron", "--cron",
          "every", "--every",
          "dates", "--date",
          "rrule", "--rrule",
          "zone", "--in",
          "start", "--start",
          "end", "--end",
          "catchUp", "--catch-up",
          "overlap", "--overlap");

  private static final String KINDS = "--cron, --every, --date and --rrule";

  @Option(names = "--cron", paramLabel = "EXPRESSION", description = "A cron expression.")
  private @Nullable String cron;

  @Option(names = "--every", paramLabel = "SPAN", description = "An interval, such as 15m or 6h.")
  private @Nullable String every;

  @Option(
      names = "--date",
      paramLabel = "TIME",
      description =
          "A single time: a local time (2026-03-06T08:30) in the zone, or an instant (…Z); may be"
              + " given several times.")
  private List<String> dates = new ArrayList<>();

  @Option(names = "--rrule", paramLabel = "RULE", description = "A recurrence rule of iCalendar.")
  private @Nullable String rrule;

  @Option(
      names = "--in",
      paramLabel = "REGION",
      description = "The zone, such as Europe/Berlin; UTC by default.")
  private @Nullable String zone;

  @Option(
      names = "--start",
      paramLabel = "TIME",
      description = "The first time that may be one of the schedule.")
  private @Nullable String start;

  @Option(
      names = "--end",
      paramLabel = "TIME",
      description = "The last time that may be one of the schedule.")
  private @Nullable String end;

  @Option(
      names = "--catch-up",
      paramLabel = "RULE",
      description =
          "The runs that are made up after a time away: none, latest (the default), all, or a span"
              + " such as 6h, for those not older.")
  private @Nullable String catchUp;

  @Option(
      names = "--overlap",
      paramLabel = "RULE",
      description =
          "The rule for a run that is due while an earlier one has not ended: allow (the default),"
              + " skip, queue or cancel_old.")
  private @Nullable String overlap;

  boolean hasStart() {
    return start != null;
  }

  boolean hasEnd() {
    return end != null;
  }

  /** Returns the terms of a new schedule. */
  ScheduleTerms added(Map<String, ?> parameters) {
    if (kinds() != 1) {
      throw new UsageException("give one of " + KINDS);
    }
    ScheduleTerms terms = terms(ZoneId.of("UTC"), parameters, Set.of());
    check(terms::schedule);
    return terms;
  }

  /**
   * Returns the terms that change a schedule.
   *
   * @param before the schedule
   * @param parameters all parameters of the clock; empty if they stay as they are
   * @param removed the members that the clock no longer has
   */
  ScheduleTerms changed(
      Schedule before, Optional<? extends Map<String, ?>> parameters, Set<String> removed) {
    if (kinds() > 1) {
      throw new UsageException("give at most one of " + KINDS);
    }
    ZoneId local = before.clocks().getFirst().terms().zone();
    ScheduleTerms terms = terms(local, Map.of(), removed);
    Map<String, Object> clock = new LinkedHashMap<>(terms.clock());
    parameters.ifPresent(values -> clock.put("parameters", values));
    if (clock.isEmpty() && removed.isEmpty() && catchUp == null && overlap == null) {
      throw new UsageException(
          "nothing is to be changed; give what is, for example --cron '0 9 * * *' or --overlap skip");
    }
    ScheduleTerms all = new ScheduleTerms(clock, removed, terms.catchUp(), terms.overlap());
    check(() -> all.change(before));
    return all;
  }

  /** Refuses terms that are not those of a schedule, with the options in place of its members. */
  private static void check(Supplier<Schedule> schedule) {
    try {
      var _ = schedule.get();
    } catch (InvalidSchedule e) {
      throw new UsageException(
          MEMBER
              .matcher(String.join("\n", e.problems()))
              .replaceAll(found -> OPTIONS.getOrDefault(found.group(1), found.group())));
    }
  }

  private int kinds() {
    int given = dates.isEmpty() ? 0 : 1;
    given += cron == null ? 0 : 1;
    given += every == null ? 0 : 1;
    return given + (rrule == null ? 0 : 1);
  }

  private ScheduleTerms terms(ZoneId before, Map<String, ?> parameters, Set<String> removed) {
    ZoneId local = zone == null ? before : cron("@daily").in(zone).terms().zone();
    Map<String, Object> members = new LinkedHashMap<>();
    put(members, "cron", cron);
    put(members, "every", every == null ? null : TimeFormat.span(every, "--every").toString());
    put(
        members,
        "dates",
        dates.isEmpty() ? null : dates.stream().map(date -> instant(date, local)).toList());
    put(members, "rrule", rrule);
    put(members, "zone", zone);
    put(members, "start", start == null ? null : instant(start, local));
    put(members, "end", end == null ? null : instant(end, local));
    put(members, "parameters", parameters.isEmpty() ? null : parameters);
    return new ScheduleTerms(members, removed, rule(), Optional.ofNullable(overlap));
  }

  private static void put(Map<String, Object> members, String name, @Nullable Object value) {
    if (value != null) {
      members.put(name, value);
    }
  }

  private static String instant(String text, ZoneId zone) {
    return Moment.parse(text).in(zone).toString();
  }

  private Optional<String> rule() {
    return catchUp == null || List.of("none", "latest", "all").contains(catchUp)
        ? Optional.ofNullable(catchUp)
        : Optional.of(TimeFormat.span(catchUp, "--catch-up").toString());
  }
}
