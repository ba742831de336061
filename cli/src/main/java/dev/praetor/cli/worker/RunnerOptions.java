package dev.praetor.cli.worker;

import dev.praetor.cli.option.StoreArguments;
import dev.praetor.worker.RunnerStarter;
import dev.praetor.worker.ServerLink;
import dev.praetor.worker.WorkerSettings;
import dev.praetor.worker.runner.Servers;
import java.nio.file.Path;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** The options of the runners of a worker. */
public final class RunnerOptions {
  @Option(
      names = "--slots",
      defaultValue = "100",
      paramLabel = "N",
      description = "The largest number of runs at the same time; ${DEFAULT-VALUE} by default.")
  private int slots;

  @Option(
      names = "--runner-memory",
      defaultValue = "512m",
      paramLabel = "SIZE",
      description =
          "The heap of the process of a package, such as 512m or 2g; ${DEFAULT-VALUE} by default.")
  private String memory = "512m";

  int slots() {
    return slots;
  }

  /**
   * Returns the starter of runners that reach their runs through servers.
   *
   * @throws dev.praetor.cli.error.UsageException if an option has a value that cannot be used
   */
  RunnerStarter starter(ServerLink link, Servers servers, Supplier<String> key, Path home) {
    return new RemoteRunnerJvm(
        link, servers, key, home, slots, memory, WorkerSettings.DEFAULT.grace());
  }

  /**
   * Returns the starter of runners for the runs of a store.
   *
   * @throws dev.praetor.cli.error.UsageException if an option has a value that cannot be used
   */
  public RunnerStarter starter(StoreArguments place) {
    return new RunnerJvm(
        place.location(), place.home(), slots, memory, WorkerSettings.DEFAULT.grace());
  }
}
