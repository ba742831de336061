package dev.praetor.cli.flows;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.store.RunStore;
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
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RegisteredTarget target = new RegisteredTarget();

  @Override
  public Integer call() {
    boolean changed;
    try (RunStore store = target.open()) {
      changed = store.registeredFlows().unarchive(Registration.DEFAULT_PROJECT, target.name());
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
