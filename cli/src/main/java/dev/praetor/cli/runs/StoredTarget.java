package dev.praetor.cli.runs;

import dev.praetor.Flow;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.terminal.TaskOutput;
import dev.praetor.cli.text.RunLabels;
import dev.praetor.engine.loading.CannotLoadFlows;
import dev.praetor.engine.loading.FlowLoader;
import dev.praetor.store.model.StoredRun;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Finds the code of a stored run's flow. */
final class StoredTarget {
  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description = "The flow's code, if it has moved since the run.")
  private @Nullable String target;

  boolean isGiven() {
    return target != null;
  }

  String of(StoredRun run) {
    String known = target == null ? run.origin().target() : target;
    if (known.isEmpty()) {
      throw new UsageException(
          "the code of run "
              + RunLabels.brief(run.id())
              + " is unknown; name its source file, jar or class with --target");
    }
    return known;
  }

  Flow<?> load(StoredRun run) throws IOException {
    TaskOutput.captureLogging();
    String from = of(run);
    try {
      return FlowLoader.namedOrPart(from, run.flow());
    } catch (CannotLoadFlows e) {
      throw new UsageException(
          e.getMessage()
              + "\nRun "
              + RunLabels.brief(run.id())
              + " needs the code of flow '"
              + run.flow()
              + "'; if it has moved, name it with --target");
    }
  }
}
