package dev.praetor.cli.schedule;

import dev.praetor.Occurrence;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.FlowSchedule;
import dev.praetor.store.model.SchedulePause;
import dev.praetor.store.model.SkippedInstant;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code praetor schedules list}. */
@Command(
    name = "list",
    description = "Lists the schedules of the flows that are or were served.",
    mixinStandardHelpOptions = true)
public final class SchedulesListCommand implements Callable<Integer> {
  private static final int NEXT = 3;
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreArguments options = new StoreArguments();

  @Option(names = "--json", description = "Prints the schedules as a JSON array.")
  private boolean json;

  public SchedulesListCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    List<FlowSchedule> schedules = read(options);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ArrayNode all = JsonMapper.shared().createArrayNode();
      schedules.forEach(each -> all.add(document(each)));
      out.println(all.toPrettyString());
    } else if (schedules.isEmpty()) {
      out.println("No flow with a schedule has been served here.");
    } else {
      schedules.forEach(each -> print(each, out));
    }
    return ExitCode.SUCCESS;
  }

  /** Returns the schedules of a store, if there is one. */
  static List<FlowSchedule> read(StoreArguments options) {
    Optional<RunStore> opened = options.openIfThere();
    if (opened.isEmpty()) {
      return List.of();
    }
    try (RunStore store = opened.get()) {
      return store.schedules().list();
    }
  }

  private List<Occurrence> next(FlowSchedule schedule) {
    return schedule.next(NEXT, clock.instant());
  }

  private void print(FlowSchedule schedule, PrintWriter out) {
    out.println(PrintableText.line(schedule.flow() + "  " + schedule.explanation()));
    schedule.pause().ifPresent(pause -> out.println(PrintableText.line("  paused" + shown(pause))));
    schedule
        .skipped()
        .forEach(each ->
            out.println(
                PrintableText.line("  left out: %s%s".formatted(each.instant(), shown(each)))));
    next(schedule).stream()
        .findFirst()
        .ifPresent(first -> out.println("  next at " + first.local()));
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

  private ObjectNode document(FlowSchedule schedule) {
    ObjectNode one = JsonMapper.shared().createObjectNode();
    one.put("flow", schedule.flow()).put("explanation", schedule.explanation());
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
