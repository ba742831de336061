package dev.praetor.cli.worker;

import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.terminal.LogFormat;
import dev.praetor.cli.terminal.ServiceLog;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.worker.RunnerStarter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Starts runners as JVMs with the class path and the options of this one. The store is passed to
 * them in their environment, which other users of the machine cannot read.
 *
 * @param where the store of the runs
 * @param home the folder of the key of secrets, and of copies of packages
 * @param slots the largest number of runs at the same time in a runner
 * @param memory the heap of a runner, as the JVM's option {@code -Xmx} takes it
 * @param grace the time that its runs have to end when it is ended
 */
public record RunnerJvm(StoreLocation where, Path home, int slots, String memory, Duration grace)
    implements RunnerStarter {
  private static final Pattern SIZE = Pattern.compile("[1-9][0-9]{0,8}[mMgG]");

  /** The entry point, which knows all commands and is not known by them. */
  private static final String MAIN = "dev.praetor.cli.Main";

  /** The beginnings of the options that a runner shares with this program. */
  private static final List<String> SHARED =
      List.of(
          "-XX:AOTCache=",
          "-XX:AOTMode=",
          "-XX:SharedArchiveFile=",
          "-XX:TieredStopAtLevel=",
          "-Xlog:",
          "--enable-native-access=");

  /**
   * Checks the options.
   *
   * @throws UsageException if an option has a value that cannot be used
   */
  public RunnerJvm {
    check(slots, memory);
  }

  static void check(int slots, String memory) {
    if (slots < 1) {
      throw new UsageException("a runner has at least 1 slot, not " + slots);
    }
    if (!SIZE.matcher(memory).matches()) {
      throw new UsageException(
          "the memory of a runner is a size such as 512m or 2g, not '" + memory + "'");
    }
  }

  @Override
  public Process start(Order order) throws IOException {
    ProcessBuilder process = process(order, slots, memory, grace);
    process.environment().putAll(environment());
    if (where instanceof StoreLocation.Home) {
      process.environment().remove("PRAETOR_STORE");
    }
    return process.start();
  }

  /** Returns a process that is not started, with the options that runners share. */
  static ProcessBuilder process(
      Order order, int slots, String memory, Duration grace, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> SHARED.stream().anyMatch(option::startsWith))
        .forEach(command::add);
    command.add("-XX:-UsePerfData");
    command.add("-Xmx" + memory);
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-Dpraetor.log.ends=WARN"); // Nobody else says how its runs end.
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(MAIN, "runner", "--code", order.code(), "--worker", order.worker()));
    command.addAll(List.of("--slots", Integer.toString(slots)));
    command.addAll(List.of("--grace-millis", Long.toString(grace.toMillis())));
    if (order.isolated()) {
      command.add("--isolated");
    }
    command.addAll(List.of(options));
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
    process.environment().put(LogFormat.VARIABLE, ServiceLog.currentFormat().label());
    return process;
  }

  private Map<String, String> environment() {
    return switch (where) {
      case StoreLocation.Home folder -> Map.of("PRAETOR_HOME", folder.folder().toString());
      case StoreLocation.Postgres database ->
          Map.of(
              "PRAETOR_HOME",
              home.toString(),
              "PRAETOR_STORE",
              database.url(),
              "PRAETOR_STORE_USER",
              database.user(),
              "PRAETOR_STORE_PASSWORD",
              database.password());
      case StoreLocation.Provided _ ->
          throw new IllegalStateException("a runner cannot reach a data source of this process");
    };
  }
}
