package dev.praetor.cli.schedule;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.option.LimitOption;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.place.ScheduleBook;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.store.model.FlowSchedule;
import dev.praetor.store.project.Projects;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** {@code praetor schedules list}. */
@Command(
    name = "list",
    description = "Lists the schedules of flows, in their code or added by people.",
    mixinStandardHelpOptions = true)
public final class SchedulesListCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions options = new PlaceOptions();

  @Mixin private LimitOption limit = new LimitOption();

  @Option(names = "--flow", paramLabel = "NAME", description = "Only schedules of this flow.")
  private @Nullable String flow;

  @Option(
      names = "--project",
      paramLabel = "PROJECT",
      description = "Only schedules of flows of this project.")
  private @Nullable String project;

  @Option(names = "--json", description = "Prints the schedules as a JSON array.")
  private boolean json;

  public SchedulesListCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    List<FlowSchedule> all =
        ofProject().stream().filter(each -> flow == null || each.flow().equals(flow)).toList();
    List<FlowSchedule> schedules = limit.of(all);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ArrayNode documents = JsonMapper.shared().createArrayNode();
      ScheduleText text = new ScheduleText(clock.instant());
      schedules.forEach(each -> documents.add(text.document(each)));
      out.println(documents.toPrettyString());
    } else if (all.isEmpty() && flow != null) {
      requireProject(FlowKey.of(flow).project());
      out.println("Flow '%s' has no schedule here.".formatted(flow));
    } else if (all.isEmpty() && project != null) {
      out.println("No schedule of project '%s' is known here.".formatted(project));
    } else if (all.isEmpty()) {
      out.println(
          "No schedule is known here: none was added, and no flow with one has been served.");
      out.println("A flow that was archived before a server ran has none either.");
    } else {
      ScheduleText text = new ScheduleText(clock.instant());
      schedules.forEach(each -> text.lines(each).forEach(out::println));
      limit.printRest(all, out);
    }
    return ExitCode.SUCCESS;
  }

  private List<FlowSchedule> ofProject() {
    if (project == null) {
      return read(options, clock);
    }
    requireProject(project);
    return read(options, clock).stream()
        .filter(each -> FlowKey.of(each.flow()).project().equals(project))
        .toList();
  }

  private void requireProject(String name) {
    Optional<ScheduleBook> opened = options.schedulesIfThere(clock);
    if (opened.isEmpty()) {
      Projects.requireOfNew(name);
      return;
    }
    try (ScheduleBook book = opened.get()) {
      book.flows().requireProject(name);
    }
  }

  /** Returns the schedules of a place; none if there is no store. */
  static List<FlowSchedule> read(PlaceOptions options, InstantSource clock) {
    Optional<ScheduleBook> opened = options.schedulesIfThere(clock);
    if (opened.isEmpty()) {
      return List.of();
    }
    try (ScheduleBook book = opened.get()) {
      return book.list();
    }
  }
}
