package dev.praetor.cli.runs;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.cli.terminal.CurrentUser;
import dev.praetor.cli.text.RunLabels;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.StoredRun;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor runs cancel}. */
@Command(
    name = "cancel",
    description = "Cancels a run, whichever process owns it.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Clean-up still runs, in the process that owns the run; the command waits up to 30 s for it.",
      "Example: praetor runs cancel latest --why 'wrong office'"
    })
public final class RunsCancelCommand implements Callable<Integer> {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreArguments options = new StoreArguments();

  @Parameters(paramLabel = "RUN", description = "The run; 'latest' for the newest.")
  private String run = "";

  @Option(names = "--why", paramLabel = "WHY", description = "The reason, which is recorded.")
  private String why = "cancelled from the command line";

  @Override
  public Integer call() throws InterruptedException {
    try (RunStore store = options.open()) {
      StoredRun found = RunSelector.findWithOwner(store, run);
      String id = RunLabels.brief(found.id());
      PrintWriter out = spec.commandLine().getOut();
      if (found.state().isFinished()) {
        throw new UsageException("run " + id + " has already ended: it is " + found.state().name());
      }
      String by = CurrentUser.name();
      if (found.isLost()) {
        store.cancelLost(found.id(), by, why);
        out.println("Run " + id + " is Cancelled; its process had already ended.");
        return ExitCode.SUCCESS;
      }
      store.order(found.id(), new RunOrder.Cancel(by, why));
      out.println(
          "Asked " + found.owner().name() + " to cancel run " + id + "; waiting for its end.");
      return awaitEnd(store, found, out);
    }
  }

  private int awaitEnd(RunStore store, StoredRun found, PrintWriter out)
      throws InterruptedException {
    boolean ended;
    try (Polling polling = new Polling()) {
      ended =
          polling.until(
              LONGEST,
              () -> store.find(found.id()).map(now -> now.state().isFinished()).orElse(true));
    }
    StoredRun now = store.find(found.id()).orElse(found);
    String id = RunLabels.brief(found.id());
    if (ended) {
      out.println("Run " + id + " is " + now.state().name() + ": " + now.state().message());
      return ExitCode.SUCCESS;
    }
    spec.commandLine()
        .getErr()
        .println(
            "run "
                + id
                + " has not ended yet: it is "
                + RunLabels.state(now)
                + ". The request remains valid; follow the run with praetor runs show "
                + id
                + " --follow");
    return ExitCode.FAILED;
  }
}
