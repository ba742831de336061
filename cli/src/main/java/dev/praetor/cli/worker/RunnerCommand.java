package dev.praetor.cli.worker;

import dev.praetor.Flow;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.cli.secret.SecretSources;
import dev.praetor.cli.terminal.CurrentUser;
import dev.praetor.cli.terminal.TaskOutput;
import dev.praetor.embedded.PraetorEngine;
import dev.praetor.embedded.run.EngineSettings;
import dev.praetor.embedded.serve.LoggedSchedules;
import dev.praetor.engine.loading.PackageLoader;
import dev.praetor.store.RunStore;
import dev.praetor.store.flow.PackageFolder;
import dev.praetor.store.model.RunOrigin;
import dev.praetor.store.model.StoreOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code praetor runner}, which a worker starts: runs the registered runs of one package until its
 * standard input ends.
 */
@Command(
    name = "runner",
    hidden = true,
    description = "Runs the runs of one registered package; started by a worker.",
    mixinStandardHelpOptions = true)
public final class RunnerCommand implements Callable<Integer> {
  @Mixin private StoreArguments place = new StoreArguments();

  @Option(
      names = "--code",
      required = true,
      paramLabel = "SHA256",
      description = "The SHA-256 of the package.")
  private String code = "";

  @Option(
      names = "--worker",
      paramLabel = "ID",
      description = "The id of the worker, whose pools, labels and slots decide about the runs.")
  private @Nullable String worker;

  @Option(
      names = "--slots",
      defaultValue = "100",
      paramLabel = "N",
      description = "The largest number of runs at the same time; ${DEFAULT-VALUE} by default.")
  private int slots;

  @Option(
      names = "--grace-millis",
      defaultValue = "30000",
      paramLabel = "N",
      description = "The time that runs have to end when this process is ended, in milliseconds.")
  private long graceMillis;

  @Override
  public Integer call() throws IOException {
    TaskOutput.captureLogging();
    StoreOptions own = StoreOptions.defaults().withCode(code);
    try (RunStore store = place.open(worker == null ? own : own.withWorker(worker))) {
      Path folder = new PackageFolder(place.home(), store.packageFiles()).open(code);
      List<Flow<?>> flows = PackageLoader.load(folder);
      EngineSettings settings =
          EngineSettings.defaults()
              .withSlots(slots)
              .withGrace(Duration.ofMillis(graceMillis))
              .withSecrets(SecretSources.of("", Optional.of(store), place))
              .withOrigin(new RunOrigin("", CurrentUser.name()));
      try (PraetorEngine engine = new PraetorEngine(store, settings, new LoggedSchedules())) {
        engine.serveWithoutSchedules(flows);
        awaitEnd(System.in);
      }
    }
    return ExitCode.SUCCESS;
  }

  /** Waits until the worker ends this process by closing its input, or has itself ended. */
  private static void awaitEnd(InputStream input) throws IOException {
    input.transferTo(OutputStream.nullOutputStream());
  }
}
