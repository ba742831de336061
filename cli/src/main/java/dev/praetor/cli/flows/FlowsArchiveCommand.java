package dev.praetor.cli.flows;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.FlowCatalog;
import java.time.InstantSource;
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
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RegisteredTarget.Named target = new RegisteredTarget.Named();

  public FlowsArchiveCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    boolean changed;
    try (FlowCatalog flows = target.open(clock)) {
      changed = flows.archive(target.name());
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
