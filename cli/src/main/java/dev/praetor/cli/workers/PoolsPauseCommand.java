package dev.praetor.cli.workers;

import dev.praetor.cli.error.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code praetor pools pause}. */
@Command(
    name = "pause",
    description = "Pauses a pool: its workers start no more of its runs. Runs in progress go on.",
    mixinStandardHelpOptions = true)
public final class PoolsPauseCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PoolOutput pool = new PoolOutput();

  @Option(names = "--why", paramLabel = "TEXT", description = "The reason, which is shown.")
  private String why = "";

  @Override
  public Integer call() {
    pool.change(spec.commandLine().getOut(), workers -> workers.pause(pool.name(), why));
    return ExitCode.SUCCESS;
  }
}
