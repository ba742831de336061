package dev.praetor.cli.event;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.Shown;
import dev.praetor.cli.place.EventLog;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.text.Columns;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.store.model.EventKind;
import dev.praetor.store.query.row.EventRow;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code praetor events list}. */
@Command(
    name = "list",
    description = "Lists events, newest first. A server keeps them for 30 days.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: praetor events list --kind worker-lost,run-given-up --since 2d"})
public final class EventsListCommand implements Callable<Integer> {
  private static final int WIDEST_KIND =
      Arrays.stream(EventKind.values()).mapToInt(kind -> text(kind).length()).max().orElse(0);
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      split = ",",
      description = "Only events of one of these kinds, such as worker-lost.")
  private List<String> kinds = new ArrayList<>();

  @Option(names = "--flow", paramLabel = "NAME", description = "Only events about this flow.")
  private @Nullable String flow;

  @Option(
      names = "--run",
      paramLabel = "RUN",
      description = "Only events about this run: its id or the beginning of its id.")
  private @Nullable String run;

  @Option(
      names = "--worker",
      paramLabel = "WORKER",
      description = "Only events about this worker: its id or the beginning of its id.")
  private @Nullable String worker;

  @Option(names = "--pool", paramLabel = "POOL", description = "Only events about this pool.")
  private @Nullable String pool;

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      description = "Only events of the last 2d or 3h, or since a date such as 2026-01-31.")
  private @Nullable String since;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "The largest number of events; 50 by default.")
  private int limit = 50;

  @Option(names = "--json", description = "Prints the events as a JSON array.")
  private boolean json;

  public EventsListCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new UsageException("--limit must be 1 or more, not " + limit);
    }
    EventLog.Selection selection =
        new EventLog.Selection(
            kinds.stream().map(String::strip).map(EventsListCommand::kind).toList(),
            Optional.ofNullable(flow),
            Optional.ofNullable(run),
            Optional.ofNullable(worker),
            Optional.ofNullable(pool),
            Optional.ofNullable(since)
                .map(text -> TimeFormat.past(text, clock.instant(), "--since")));
    Shown<EventLog.Entry> shown =
        Shown.of(place.events().list(selection, Shown.toRead(limit)), limit);
    List<EventLog.Entry> events = shown.elements();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ArrayNode all = JsonMapper.shared().createArrayNode();
      events.forEach(event -> all.add(document(event)));
      out.println(all.toPrettyString());
    } else if (events.isEmpty()) {
      out.println("No events.");
    } else {
      events.forEach(event -> out.println(line(event)));
      shown.printRest(out);
    }
    return ExitCode.SUCCESS;
  }

  private static EventKind kind(String given) {
    String name = given.toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(EventKind.values())
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new UsageException(
                "there is no kind '%s' of events; the kinds are %s"
                    .formatted(
                        given,
                        Arrays.stream(EventKind.values())
                            .map(EventsListCommand::text)
                            .collect(Collectors.joining(", ")))));
  }

  private static String text(EventKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String line(EventLog.Entry entry) {
    EventRow event = entry.event();
    String worker =
        entry
            .worker()
            .filter(name -> !event.text().contains("'" + name + "'"))
            .map(name -> ", worker " + name)
            .orElse("");
    String project =
        event
            .references()
            .project()
            .filter(name -> !name.equals(Registration.DEFAULT_PROJECT))
            .filter(name -> !event.text().contains("'" + name + "/"))
            .map(name -> ", project " + name)
            .orElse("");
    String by = event.actor().isEmpty() ? "" : ", by " + event.actor();
    String run =
        event
            .references()
            .run()
            .filter(id -> !event.text().contains(id))
            .map(id -> ", run " + id)
            .orElse("");
    return PrintableText.line(
        "%s  %s  %s%s%s%s%s"
            .formatted(
                TimeFormat.local(event.time()),
                Columns.pad(text(event.kind()), WIDEST_KIND),
                event.text(),
                run,
                worker,
                project,
                by));
  }

  private static ObjectNode document(EventLog.Entry entry) {
    EventRow event = entry.event();
    ObjectNode one = JsonMapper.shared().createObjectNode();
    one.put("id", event.id()).put("time", event.time().toString());
    one.put("kind", event.kind().name());
    put(one, "project", event.references().project());
    put(one, "flow", event.references().flow());
    put(one, "run", event.references().run());
    put(one, "schedule", event.references().schedule());
    put(one, "worker", event.references().worker());
    put(one, "workerName", entry.worker());
    put(one, "pool", event.references().pool());
    one.put("actor", event.actor()).put("text", event.text());
    one.set("data", JsonMapper.shared().readTree(event.data()));
    return one;
  }

  private static void put(ObjectNode into, String name, Optional<String> value) {
    value.ifPresent(text -> into.put(name, text));
  }
}
