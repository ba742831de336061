package dev.praetor.cli.workers;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.KnownWorker;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.place.WorkerBook;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.store.model.StoredWorker;
import dev.praetor.store.model.WorkerRunner;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code praetor workers show}. */
@Command(
    name = "show",
    description = "Shows a worker: what it takes, its processes, and the last lines of its log.",
    mixinStandardHelpOptions = true)
public final class WorkersShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();

  @Parameters(paramLabel = "WORKER", description = "The name or the id of the worker.")
  private String given = "";

  @Option(names = "--json", description = "Prints the worker as a JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (WorkerBook workers = place.workersToRead()) {
      KnownWorker worker = KnownWorkers.find(workers, given);
      if (json) {
        out.println(
            WorkerDocument.write(worker, JsonMapper.shared().createObjectNode()).toPrettyString());
      } else {
        print(worker, out);
      }
    }
    return ExitCode.SUCCESS;
  }

  private static void print(KnownWorker known, PrintWriter out) {
    StoredWorker worker = known.worker();
    out.println("%s  %s".formatted(PrintableText.line(worker.name()), worker.state().text()));
    line(out, "id", worker.id());
    line(out, "pools", String.join(", ", worker.offer().pools()));
    line(out, "labels", String.join(", ", worker.offer().labels()));
    line(out, "slots", "%,d of %,d in use".formatted(known.running(), worker.offer().slots()));
    line(
        out,
        "process",
        "%d on %s, Praetor %s"
            .formatted(worker.place().pid(), worker.place().host(), worker.place().version()));
    line(out, "started", TimeFormat.local(worker.times().started()));
    line(out, "last heard", TimeFormat.local(worker.times().heartbeat()));
    worker.times().ended().ifPresent(end -> line(out, "ended", TimeFormat.local(end)));
    for (WorkerRunner runner : worker.report().runners()) {
      line(
          out,
          "runner",
          "%d with %,d runs of %s, since %s"
              .formatted(
                  runner.pid(),
                  known.running(runner),
                  flows(runner, known),
                  TimeFormat.local(runner.started())));
    }
    worker.report().log().forEach(text -> line(out, "log", text));
  }

  private static String flows(WorkerRunner runner, KnownWorker known) {
    List<String> flows = known.flows(runner);
    return flows.isEmpty() ? "package " + runner.code() : String.join(", ", flows);
  }

  private static void line(PrintWriter out, String name, String text) {
    if (!text.isEmpty()) {
      out.println("  %-10s  %s".formatted(name, PrintableText.line(text)));
    }
  }
}
