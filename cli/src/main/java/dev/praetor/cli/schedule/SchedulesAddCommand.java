package dev.praetor.cli.schedule;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.ParameterOptions;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.terminal.CurrentUser;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.embedded.registered.FlowSchedules;
import dev.praetor.embedded.registered.ScheduleTerms;
import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.engine.spec.FlowSpecReader;
import dev.praetor.store.RunStore;
import dev.praetor.store.flow.RegisteredFlows;
import dev.praetor.store.model.FlowSchedule;
import dev.praetor.store.model.RegisteredFlow;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code praetor schedules add}. */
@Command(
    name = "add",
    description = "Adds a schedule to a registered flow, beside the schedule in its code.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The schedule belongs to the flow, and new versions keep it. A server makes its runs.",
      "Examples:",
      "  praetor schedules add report --cron '30 8 * * MON-FRI' --in America/New_York -p office=DC",
      "  praetor schedules add report --every 6h --catch-up none"
    })
public final class SchedulesAddCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions options = new PlaceOptions();
  @Mixin private ParameterOptions parameters = new ParameterOptions();

  @Parameters(paramLabel = "FLOW", description = "The name of the flow.")
  private String flow = "";

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

  @Option(names = "--json", description = "Prints the schedule as a JSON object.")
  private boolean json;

  public SchedulesAddCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try (RunStore store =
        options
            .storeOnly("schedules add", "praetor query sends the mutation addSchedule")
            .openToRead()) {
      RegisteredFlow registered =
          store
              .registeredFlows()
              .find(Registration.DEFAULT_PROJECT, flow)
              .orElseThrow(() -> RegisteredFlows.notRegistered(Registration.DEFAULT_PROJECT, flow));
      ScheduleTerms terms = terms(store, registered);
      String id =
          new FlowSchedules(store, clock, CurrentUser.name())
              .add(registered.project(), flow, terms.schedule());
      FlowSchedule added = store.schedules().find(id).orElseThrow();
      ScheduleText text = new ScheduleText(clock.instant());
      if (json) {
        out.println(text.document(added).toPrettyString());
      } else {
        text.lines(added).forEach(out::println);
      }
    }
    return ExitCode.SUCCESS;
  }

  private ScheduleTerms terms(RunStore store, RegisteredFlow registered) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    put(members, "cron", cron);
    put(members, "every", every == null ? null : TimeFormat.span(every, "--every").toString());
    put(members, "dates", dates.isEmpty() ? null : dates);
    put(members, "rrule", rrule);
    int kinds = members.size();
    put(members, "zone", zone);
    put(members, "start", start);
    put(members, "end", end);
    Map<String, JsonNode> given =
        parameters.read(
            FlowSpecReader.read(store.registeredFlows().spec(registered.current()).json()));
    if (!given.isEmpty()) {
      members.put("parameters", ExactJson.MAPPER.convertValue(given, Map.class));
    }
    if (kinds != 1) {
      throw new UsageException("give one of --cron, --every, --date and --rrule");
    }
    return new ScheduleTerms(members, Set.of(), rule(catchUp), Optional.ofNullable(overlap));
  }

  private static void put(Map<String, Object> members, String name, @Nullable Object value) {
    if (value != null) {
      members.put(name, value);
    }
  }

  private static Optional<String> rule(@Nullable String catchUp) {
    return catchUp == null || List.of("none", "latest", "all").contains(catchUp)
        ? Optional.ofNullable(catchUp)
        : Optional.of(TimeFormat.span(catchUp, "--catch-up").toString());
  }
}
