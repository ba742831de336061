package dev.praetor.cli.schedule;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.ParameterOptions;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.place.ScheduleBook;
import dev.praetor.embedded.registered.ScheduleTerms;
import dev.praetor.schedule.ClockTerms;
import dev.praetor.store.model.FlowSchedule;
import dev.praetor.store.schedule.Schedules;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor schedules update}. */
@Command(
    name = "update",
    description = "Changes a schedule that was added to a flow.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The change is for all times for which no run was made yet. What is not given stays as it is.",
      "Examples:",
      "  praetor schedules update report#k7q2x --cron '0 9 * * MON-FRI'",
      "  praetor schedules update report#k7q2x -p office=NY --overlap skip --no-end"
    })
public final class SchedulesUpdateCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions options = new PlaceOptions();
  @Mixin private ParameterOptions parameters = new ParameterOptions();
  @Mixin private ClockOptions terms = new ClockOptions();

  @Parameters(
      paramLabel = "SCHEDULE",
      description = "The id of the schedule, as praetor schedules list shows it.")
  private String schedule = "";

  @Option(
      names = "--unset",
      paramLabel = "NAME",
      description =
          "A parameter that the schedule no longer gives to its runs; may be given several times.")
  private Set<String> unset = new TreeSet<>();

  @Option(names = "--no-start", description = "Removes the first time.")
  private boolean noStart;

  @Option(names = "--no-end", description = "Removes the last time.")
  private boolean noEnd;

  @Option(names = "--json", description = "Prints the schedule as a JSON object.")
  private boolean json;

  public SchedulesUpdateCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    if (noStart && terms.hasStart() || noEnd && terms.hasEnd()) {
      throw new UsageException("give a time, or the option that removes it, not both");
    }
    try (ScheduleBook book = options.schedules(clock)) {
      FlowSchedule before = book.find(schedule).orElseThrow(() -> Schedules.noSchedule(schedule));
      FlowSchedule now = book.update(before, change(book, before));
      new ScheduleText(clock.instant()).print(now, json, spec.commandLine().getOut());
    }
    return ExitCode.SUCCESS;
  }

  private ScheduleTerms change(ScheduleBook book, FlowSchedule before) throws IOException {
    ClockTerms clockTerms = before.schedule().clocks().getFirst().terms();
    Set<String> removed = new TreeSet<>();
    if (noStart) {
      removed.add("start");
    }
    if (noEnd) {
      removed.add("end");
    }
    return terms.changed(
        before.schedule(), values(book, before.flow(), clockTerms.parameters()), removed);
  }

  /** Returns all parameters of the clock; empty if they stay as they are. */
  private Optional<Map<String, Object>> values(
      ScheduleBook book, String flow, Map<String, Object> before) throws IOException {
    if (unset.isEmpty() && !parameters.areGiven()) {
      return Optional.empty();
    }
    unset.stream()
        .filter(name -> !before.containsKey(name))
        .findFirst()
        .ifPresent(name -> {
          throw new UsageException("parameter '%s' is not set".formatted(name));
        });
    Map<String, Object> values = new LinkedHashMap<>(before);
    values.keySet().removeAll(unset);
    values.putAll(parameters.values(book.flows().description(flow)));
    return Optional.of(values);
  }
}
