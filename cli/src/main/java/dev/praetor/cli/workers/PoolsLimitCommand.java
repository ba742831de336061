package dev.praetor.cli.workers;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor pools limit}. */
@Command(
    name = "limit",
    description = {
      "Sets the largest number of runs of a pool at the same time, over all its workers.",
      "Runs in progress go on, also if there are more of them."
    },
    mixinStandardHelpOptions = true)
public final class PoolsLimitCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PoolOutput pool = new PoolOutput();

  @Parameters(
      index = "1",
      paramLabel = "N",
      description = "The limit, at least 1, or none to take the limit away.")
  private String most = "";

  @Override
  public Integer call() {
    Optional<Integer> limit = limit();
    pool.change(spec.commandLine().getOut(), workers -> workers.limit(pool.name(), limit));
    return ExitCode.SUCCESS;
  }

  private Optional<Integer> limit() {
    if (most.equals("none")) {
      return Optional.empty();
    }
    if (!most.matches("[1-9]\\d{0,8}")) {
      throw new UsageException("a limit is a number from 1, or none, not '" + most + "'");
    }
    return Optional.of(Integer.parseInt(most));
  }
}
