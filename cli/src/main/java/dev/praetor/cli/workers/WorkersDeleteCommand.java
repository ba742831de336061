package dev.praetor.cli.workers;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.place.WorkerBook;
import dev.praetor.store.model.StoredWorker;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code praetor workers delete}. */
@Command(
    name = "delete",
    description = "Deletes a worker that has ended. Its runs stay.",
    mixinStandardHelpOptions = true)
public final class WorkersDeleteCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();

  @Parameters(paramLabel = "WORKER", description = "The name or the id of the worker.")
  private String given = "";

  @Option(names = "--json", description = "Prints the id of the worker as a JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    try (WorkerBook workers = place.workersToRead()) {
      StoredWorker worker = KnownWorkers.find(workers, given).worker();
      workers.delete(worker.id());
      spec.commandLine()
          .getOut()
          .println(
              json
                  ? JsonMapper.shared()
                      .createObjectNode()
                      .put("deleted", worker.id())
                      .toPrettyString()
                  : "worker '%s' is deleted".formatted(worker.name()));
    }
    return ExitCode.SUCCESS;
  }
}
