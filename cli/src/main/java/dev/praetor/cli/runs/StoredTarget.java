package dev.praetor.cli.runs;

import dev.praetor.Flow;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.run.DemoSecrets;
import dev.praetor.cli.text.RunLabels;
import dev.praetor.engine.loading.CannotLoadFlows;
import dev.praetor.engine.loading.FlowLoader;
import dev.praetor.engine.local.LocalRun;
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
      throw new UsageException(
          "it is not known where the code of run "
              + RunLabels.brief(run.id())
              + " is; name the source file, jar or class with --target");
    }
    return known;
  }

  /** A new run of a stored run's flow. */
  LocalRun<?> begin(Flow<?> flow, StoredRun run) {
    return DemoSecrets.with(LocalRun.of(flow), of(run));
  }

  Flow<?> load(StoredRun run) throws IOException {
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
              + "'; if it is elsewhere now, say where with --target");
    }
  }
}
