package dev.praetor.cli.workers;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.KnownWorker;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.place.WorkerBook;
import dev.praetor.store.model.StoredWorker;
import dev.praetor.store.model.WorkerState;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code praetor workers drain}. */
@Command(
    name = "drain",
    description =
        "Ends a worker: it takes no more runs, its runs have its grace period to end, and what has not"
            + " ended by then is resumed by other workers.",
    mixinStandardHelpOptions = true)
public final class WorkersDrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();

  @Parameters(paramLabel = "WORKER", description = "The name or the id of the worker.")
  private String given = "";

  @Option(names = "--json", description = "Prints the worker as a JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    try (WorkerBook workers = place.workersToRead()) {
      KnownWorker now = workers.drain(KnownWorkers.find(workers, given));
      spec.commandLine()
          .getOut()
          .println(
              json
                  ? WorkerDocument.write(now, JsonMapper.shared().createObjectNode())
                      .toPrettyString()
                  : text(now.worker()));
    }
    return ExitCode.SUCCESS;
  }

  private static String text(StoredWorker worker) {
    return worker.state() == WorkerState.ENDED
        ? "worker '%s' has ended".formatted(worker.name())
        : "worker '%s' takes no more runs, and ends when its runs have ended or its grace period is over"
            .formatted(worker.name());
  }
}
