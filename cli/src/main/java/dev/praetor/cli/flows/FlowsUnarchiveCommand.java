package dev.praetor.cli.flows;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.FlowCatalog;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code praetor flows unarchive}. */
@Command(
    name = "unarchive",
    description = "Lets an archived flow make runs again.",
    mixinStandardHelpOptions = true)
public final class FlowsUnarchiveCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RegisteredTarget.Named target = new RegisteredTarget.Named();

  public FlowsUnarchiveCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    boolean changed;
    try (FlowCatalog flows = target.open(clock)) {
      changed = flows.unarchive(target.name());
    }
    spec.commandLine()
        .getOut()
        .println(
            changed
                ? "flow '%s' makes runs again".formatted(target.name())
                : "flow '%s' was not archived".formatted(target.name()));
    return ExitCode.SUCCESS;
  }
}
