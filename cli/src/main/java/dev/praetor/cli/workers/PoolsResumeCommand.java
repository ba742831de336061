package dev.praetor.cli.workers;

import dev.praetor.cli.error.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code praetor pools resume}. */
@Command(
    name = "resume",
    description = "Resumes a pool that is paused.",
    mixinStandardHelpOptions = true)
public final class PoolsResumeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PoolOutput pool = new PoolOutput();

  @Override
  public Integer call() {
    pool.change(spec.commandLine().getOut(), workers -> workers.resume(pool.name()));
    return ExitCode.SUCCESS;
  }
}
