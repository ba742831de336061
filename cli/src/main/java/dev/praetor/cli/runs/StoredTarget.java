package dev.praetor.cli.runs;

import dev.praetor.Flow;
import dev.praetor.cli.error.ErrorReport;
import dev.praetor.cli.loading.FlowLoader;
import dev.praetor.store.model.StoredRun;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Finds the code of a stored run's flow again. */
final class StoredTarget {
  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description = "Where the flow's code is, if that is no longer where the run had it from.")
  private @Nullable String target;

  String of(StoredRun run) {
    String known = target == null ? run.origin().target() : target;
    if (known.isEmpty()) {
      throw new ErrorReport.Use(
          "it is not known where the code of run "
              + RunSelector.brief(run.id())
              + " is; name the source file, jar or class with --target");
    }
    return known;
  }

  Flow<?> load(StoredRun run) throws IOException {
    String from = of(run);
    try {
      return FlowLoader.oneOrPart(from, run.flow());
    } catch (ErrorReport.Use e) {
      throw new ErrorReport.Use(
          e.getMessage()
              + "\nRun "
              + RunSelector.brief(run.id())
              + " needs the code of flow '"
              + run.flow()
              + "'; if it is elsewhere now, say where with --target");
    }
  }
}
