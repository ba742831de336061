package dev.praetor.cli.schedule;

import dev.praetor.Occurrence;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.store.model.FlowSchedule;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** {@code praetor schedules next}. */
@Command(
    name = "next",
    description = "Lists the runs that are to be made, in the order in which they are due.",
    mixinStandardHelpOptions = true)
public final class SchedulesNextCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions options = new PlaceOptions();

  @Parameters(
      paramLabel = "FLOW",
      arity = "0..1",
      description = "The flow; by default all flows with a schedule.")
  private @Nullable String flow;

  @Option(
      names = "--for",
      paramLabel = "SPAN",
      defaultValue = "1d",
      description = "How far to look ahead, such as 7d or 12h; by default ${DEFAULT-VALUE}.")
  private String span = "1d";

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "The greatest number of times; by default ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--json", description = "Prints the times as a JSON array.")
  private boolean json;

  /** A run that is to be made. */
  private record Due(String flow, String schedule, Occurrence occurrence) {}

  public SchedulesNextCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    Instant now = clock.instant();
    Instant last = now.plus(TimeFormat.span(span, "--for"));
    List<Due> due =
        SchedulesListCommand.read(options, clock).stream()
            .filter(each -> flow == null || each.flow().equals(flow))
            .flatMap(each -> due(each, now, last).stream())
            .sorted(Comparator.comparing((Due each) -> each.occurrence().at()))
            .limit(Math.max(1, limit))
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ArrayNode all = JsonMapper.shared().createArrayNode();
      due.forEach(each ->
          all.addObject()
              .put("at", each.occurrence().at().toString())
              .put("flow", each.flow())
              .put("schedule", each.schedule())
              .putPOJO("parameters", each.occurrence().parameters()));
      out.println(all.toPrettyString());
    } else if (due.isEmpty()) {
      out.println("No run is to be made within " + span + "; --for looks further.");
    } else {
      due.forEach(each -> out.println(line(each)));
    }
    return ExitCode.SUCCESS;
  }

  private List<Due> due(FlowSchedule schedule, Instant now, Instant last) {
    return schedule.next(Math.max(1, limit), now).stream()
        .filter(each -> !each.at().isAfter(last))
        .map(each -> new Due(schedule.flow(), schedule.id(), each))
        .toList();
  }

  private static String line(Due due) {
    StringBuilder line = new StringBuilder(ScheduleText.time(due.occurrence()) + "  " + due.flow());
    due.occurrence()
        .parameters()
        .forEach((name, value) -> line.append("  ").append(name).append('=').append(value));
    return PrintableText.line(line.toString());
  }
}
