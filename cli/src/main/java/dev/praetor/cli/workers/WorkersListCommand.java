package dev.praetor.cli.workers;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.Shown;
import dev.praetor.cli.place.KnownWorker;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.place.WorkerBook;
import dev.praetor.cli.text.Columns;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.store.model.StoredWorker;
import java.io.PrintWriter;
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

/** {@code praetor workers list}. */
@Command(
    name = "list",
    description = "Lists the workers that are alive, the last that started first.",
    mixinStandardHelpOptions = true)
public final class WorkersListCommand implements Callable<Integer> {
  private static final int MOST = 1_000;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();

  @Option(names = "--all", description = "Lists also the workers that have ended.")
  private boolean all;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "The largest number of workers; 50 by default.")
  private int limit = 50;

  @Option(names = "--json", description = "Prints the workers as a JSON array.")
  private boolean json;

  @Override
  public Integer call() {
    if (limit < 1 || limit > MOST) {
      throw new UsageException("--limit is a number from 1 to %,d, not %d".formatted(MOST, limit));
    }
    Shown<KnownWorker> shown = Shown.of(read(), limit);
    List<KnownWorker> workers = shown.elements();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ArrayNode array = JsonMapper.shared().createArrayNode();
      workers.forEach(worker -> WorkerDocument.write(worker, array.addObject()));
      out.println(array.toPrettyString());
    } else if (workers.isEmpty()) {
      out.println("No worker is alive. Start one with praetor worker" + place.again());
    } else {
      print(workers, out);
      shown.printRest(out);
    }
    return ExitCode.SUCCESS;
  }

  private List<KnownWorker> read() {
    Optional<WorkerBook> opened = place.workersIfThere();
    if (opened.isEmpty()) {
      return List.of();
    }
    try (WorkerBook workers = opened.get()) {
      return workers.list(all, Math.min(Shown.toRead(limit), MOST));
    }
  }

  private static void print(List<KnownWorker> workers, PrintWriter out) {
    int width =
        workers.stream()
            .mapToInt(known -> Columns.of(PrintableText.line(known.worker().name())))
            .max()
            .orElse(0);
    for (KnownWorker known : workers) {
      StoredWorker worker = known.worker();
      String labels = String.join(", ", worker.offer().labels());
      out.println(
          "%s  %-8s  %,d of %,d slots in use  pool %s%s  since %s"
              .formatted(
                  Columns.pad(PrintableText.line(worker.name()), width),
                  worker.state().text(),
                  known.running(),
                  worker.offer().slots(),
                  String.join(", ", worker.offer().pools()),
                  labels.isEmpty() ? "" : "  labels " + labels,
                  TimeFormat.local(worker.times().started())));
    }
  }
}
