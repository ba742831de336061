package dev.praetor.cli.flows;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.terminal.CurrentUser;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.store.RunStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code praetor flows archive}. */
@Command(
    name = "archive",
    description = "Archives a flow: it makes no runs any more, and keeps its history.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Runs in progress go on. The flow stays archived when another version is registered, until"
          + " praetor flows unarchive."
    })
public final class FlowsArchiveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RegisteredTarget target = new RegisteredTarget();

  @Override
  public Integer call() {
    boolean changed;
    try (RunStore store = target.open()) {
      changed =
          store
              .registeredFlows()
              .archive(Registration.DEFAULT_PROJECT, target.name(), CurrentUser.name());
    }
    spec.commandLine()
        .getOut()
        .println(
            changed
                ? "flow '%s' is archived".formatted(target.name())
                : "flow '%s' was archived already".formatted(target.name()));
    return ExitCode.SUCCESS;
  }
}
