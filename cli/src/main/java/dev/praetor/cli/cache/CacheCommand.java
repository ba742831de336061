package dev.praetor.cli.cache;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code praetor cache}. */
@Command(
    name = "cache",
    description = "Lists and clears the cached results of tasks.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "A task with .cached(…) uses a result again if the flow, the task with its version and the"
          + " type of its result, and all inputs are the same; praetor runs show says for each task"
          + " run which result it used, or why it found none.",
      "Deleting a run deletes the results that it made.",
      "",
      "Examples:",
      "  praetor cache list --flow daily-report",
      "  praetor cache clear --task load_rates"
    })
public final class CacheCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
