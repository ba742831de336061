package dev.praetor.cli.limit;

import dev.praetor.store.model.RunLimit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say what a limit counts. */
public final class LimitScope {
  @ArgGroup private Choice choice = new Choice();

  /** The options, of which at most one is given. */
  static final class Choice {
    @Option(
        names = "--tag",
        description = "The name is that of a tag of tasks; this is the default.")
    private boolean isTag;

    @Option(names = "--flow", description = "The name is that of a flow.")
    private boolean isFlow;
  }

  RunLimit.Scope scope() {
    return choice.isFlow && !choice.isTag ? RunLimit.Scope.FLOW : RunLimit.Scope.TAG;
  }
}
