package dev.praetor.cli.worker;

import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.terminal.LogFormat;
import dev.praetor.engine.task.Placement;
import dev.praetor.store.db.ProcessId;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.WorkerOffer;
import dev.praetor.worker.WorkerIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options by which a worker is known, and that say which runs it takes. */
public final class WorkerOptions {
  private static final int LONGEST_NAME = 100;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "The name that is shown to people; by default the host and the number of the process. If"
              + " a worker of the name is alive, this one gets the name with a number.")
  private @Nullable String name;

  @Option(
      names = "--pool",
      paramLabel = "POOL",
      description =
          "A pool whose runs it takes, default unless any is named; may be given several times.")
  private List<String> pools = new ArrayList<>();

  @Option(
      names = "--label",
      paramLabel = "LABEL",
      description =
          "A label, NAME or NAME=VALUE: it takes runs that need only labels that it has; may be"
              + " given several times.")
  private List<String> labels = new ArrayList<>();

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      description =
          "The form of the log, text or json: an object a line; by default PRAETOR_LOG_FORMAT, or"
              + " text.")
  private @Nullable String logFormat;

  /**
   * Returns the format of the log.
   *
   * @throws UsageException if there is no such format
   */
  LogFormat logFormat() {
    return logFormat == null ? environmentFormat() : LogFormat.of(logFormat, "--log-format");
  }

  /**
   * Returns the format of the log that the environment names.
   *
   * @throws UsageException if there is no such format
   */
  static LogFormat environmentFormat() {
    String source = LogFormat.VARIABLE + " in the environment";
    return Optional.ofNullable(System.getenv(LogFormat.VARIABLE))
        .filter(name -> !name.isBlank())
        .map(name -> LogFormat.of(name, source))
        .orElse(LogFormat.TEXT);
  }

  /**
   * Returns the worker of these options.
   *
   * @throws UsageException if an option has a value that cannot be used
   */
  WorkerIdentity identity(int slots, CommandSpec command) {
    List<String> taken = pools.isEmpty() ? List.of(Placement.DEFAULT_POOL) : pools;
    String shown = name == null ? defaultName() : name;
    if (shown.isBlank() || shown.length() > LONGEST_NAME || shown.matches(".*\\p{Cntrl}.*")) {
      throw new UsageException(
          "--name takes 1 to %d characters, none of them a control character"
              .formatted(LONGEST_NAME));
    }
    return identity(shown, taken, labels, slots, command);
  }

  /**
   * Returns a worker.
   *
   * @throws UsageException if a pool, a label or the number of slots cannot be used
   */
  public static WorkerIdentity identity(
      String name, List<String> pools, List<String> labels, int slots, CommandSpec command) {
    try {
      return WorkerIdentity.of(name, new WorkerOffer(pools, labels, slots), version(command));
    } catch (StoreFailed e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** Returns the name of a worker that was given none: the host, and the number of the process. */
  public static String defaultName() {
    ProcessId process = ProcessId.current();
    return process.host() + "-" + process.pid();
  }

  private static String version(CommandSpec command) {
    return command.root().version()[0].replace("praetor ", "");
  }
}
