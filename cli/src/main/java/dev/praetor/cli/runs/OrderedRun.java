package dev.praetor.cli.runs;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.cli.recorded.RunIntents;
import dev.praetor.cli.text.RunLabels;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.StoredRun;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import picocli.CommandLine;

/** A run in progress in another process, which is given an order. */
record OrderedRun(CommandLine line, RecordedRuns runs, StoredRun run) {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /**
   * Checks that a run can be given orders.
   *
   * @param command the words of the command, to name a command for another run
   */
  static void require(StoredRun run, String command) {
    String id = RunLabels.brief(run.id());
    if (run.state().isFinished()) {
      throw new UsageException("run " + id + " has already ended: it is " + run.state().name());
    }
    run.parent()
        .ifPresent(parent -> {
          String outer = RunLabels.brief(parent.run());
          throw new UsageException(
              "run %s is a part of run %s; give the order to that run: praetor runs %s %s"
                  .formatted(id, outer, command, outer));
        });
  }

  /**
   * Gives the order and waits for its effect.
   *
   * @param effect returns whether the effect of the order is recorded
   * @param done the message about the effect
   */
  int give(RunOrder order, BooleanSupplier effect, Supplier<String> done)
      throws InterruptedException {
    RunIntents.Given given = runs.intents().order(run.id(), order);
    try (Polling polling = new Polling()) {
      polling.until(
          LONGEST, () -> effect.getAsBoolean() || given.refusal().isPresent() || isOver());
    }
    PrintWriter err = line.getErr();
    Optional<String> refused = given.refusal();
    if (refused.isPresent()) {
      err.println("The run does not obey: " + refused.get());
      return ExitCode.FAILED;
    }
    if (effect.getAsBoolean()) {
      line.getOut().println(done.get());
      return ExitCode.SUCCESS;
    }
    err.println(
        isOver()
            ? "The run ended before it obeyed: it is " + now().state().name()
            : run.owner().name() + " has not obeyed yet; the order remains valid.");
    return ExitCode.FAILED;
  }

  /** Returns the run in its recorded state now. */
  StoredRun now() {
    return runs.recorded(run);
  }

  private boolean isOver() {
    return now().state().isFinished();
  }
}
