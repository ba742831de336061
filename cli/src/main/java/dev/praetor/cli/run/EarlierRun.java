package dev.praetor.cli.run;

import dev.praetor.State;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.option.RunOptions;
import dev.praetor.cli.text.RunLabels;
import dev.praetor.store.RunStore;
import dev.praetor.store.history.StoredDocument;
import dev.praetor.store.model.StoredRun;
import picocli.CommandLine;

/** The run that takes the place of a new one, because it was made with the same key before. */
record EarlierRun(RunStore store, StoredRun run) {
  /**
   * Says that the run exists, and returns the exit status: that of a run that has ended, and
   * success for a run that is on its way.
   */
  int report(CommandLine line, RunOptions options) {
    String message = RunLabels.message(run);
    String text =
        "Run %s was made with this key before: it is %s%s"
            .formatted(
                RunLabels.brief(run.id()),
                RunLabels.state(run),
                message.isEmpty() ? "" : ": " + message);
    if (options.json()) {
      line.getErr().println(text);
      StoredDocument.write(store, run, line.getOut());
    } else if (status() == ExitCode.FAILED) {
      line.getErr().println(text);
    } else if (!options.quiet()) {
      line.getOut().println(text);
    }
    return status();
  }

  private int status() {
    return switch (run.state()) {
      case State.Successful _ -> ExitCode.SUCCESS;
      case State.Cancelled _ -> ExitCode.CANCELLED;
      default -> run.state().isFinished() || run.isLost() ? ExitCode.FAILED : ExitCode.SUCCESS;
    };
  }
}
