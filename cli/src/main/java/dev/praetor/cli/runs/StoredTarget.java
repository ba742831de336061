package dev.praetor.cli.runs;

import dev.praetor.Flow;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.recorded.RunCode;
import dev.praetor.cli.terminal.TaskOutput;
import dev.praetor.cli.text.RunLabels;
import dev.praetor.engine.loading.CannotLoadFlows;
import dev.praetor.engine.loading.FlowLoader;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.store.flow.PackageFolder;
import dev.praetor.store.model.StoredRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
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
    String known = given(run);
    if (known.isEmpty()) {
      throw new UsageException(
          "the code of run "
              + RunLabels.brief(run.id())
              + " is unknown; name its source file, jar or class with --target");
    }
    return known;
  }

  private String given(StoredRun run) {
    return target == null ? run.origin().target() : target;
  }

  /**
   * Finds the code of a run, which comes from its registered package if the target is unknown.
   *
   * @param home the folder for copies of packages
   */
  String of(StoredRun run, RunCode code, Path home) throws IOException {
    Optional<String> registered =
        code.registered().filter(hash -> !hash.equals(FlowPackage.SERVED.sha256()));
    return given(run).isEmpty() && registered.isPresent()
        ? new PackageFolder(home, code.packages()).open(registered.get()).toString()
        : of(run);
  }

  Flow<?> load(StoredRun run) throws IOException {
    return load(run, of(run));
  }

  /** Loads the flow of a run from its code. */
  static Flow<?> load(StoredRun run, String from) throws IOException {
    TaskOutput.captureLogging();
    try {
      return FlowLoader.namedOrPart(from, FlowKey.name(run.flow()));
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
