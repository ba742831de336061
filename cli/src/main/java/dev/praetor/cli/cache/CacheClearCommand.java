package dev.praetor.cli.cache;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.store.RunStore;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code praetor cache clear}. */
@Command(
    name = "clear",
    description = "Deletes cached results, so that their tasks run again.",
    mixinStandardHelpOptions = true)
public final class CacheClearCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreArguments options = new StoreArguments();
  @Mixin private SelectionOptions selection = new SelectionOptions();

  @Option(names = "--all", description = "All cached results.")
  private boolean all;

  @Override
  public Integer call() {
    if (all != selection.isEmpty()) {
      throw new UsageException(
          "say which cached results to delete: --flow, --task or --run; or --all for all of them");
    }
    Optional<RunStore> opened = options.openIfThere();
    int deleted = 0;
    if (opened.isPresent()) {
      try (RunStore store = opened.get()) {
        deleted = store.cachedResults().clear(selection.in(store));
      }
    }
    spec.commandLine()
        .getOut()
        .println(
            deleted == 0
                ? "No cached results were there."
                : "Deleted %,d cached result%s.".formatted(deleted, deleted == 1 ? "" : "s"));
    return ExitCode.SUCCESS;
  }
}
