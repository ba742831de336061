package dev.praetor.cli.run;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.FlowRun;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskRun;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.RunLeftProcess;
import dev.praetor.cli.option.ApprovalAnswers;
import dev.praetor.cli.terminal.PauseNotice;
import dev.praetor.cli.terminal.RunView;
import dev.praetor.cli.terminal.TaskOutput;
import dev.praetor.cli.terminal.Terminals;
import dev.praetor.cli.text.FailureReport;
import dev.praetor.cli.text.FlowPrinter;
import dev.praetor.engine.CompositeListener;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.FinishedRun;
import dev.praetor.engine.run.RunDocument;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.engine.run.RunSettings;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs a flow at the terminal: shows its progress, asks for approvals, and cancels it on a signal
 * to end.
 */
public final class LocalRunner {
  private final PrintWriter out;
  private final PrintWriter err;
  private final RunView view;
  private final UnaryOperator<RunSettings> change;
  private final StoreSession history;

  public LocalRunner(
      PrintWriter out,
      PrintWriter err,
      RunView view,
      UnaryOperator<RunSettings> change,
      StoreSession history) {
    this.out = out;
    this.err = err;
    this.view = view;
    this.change = change;
    this.history = history;
  }

  /** A run that has ended, and its exit status. */
  public record Finished(FinishedRun run) {
    public int status() {
      return switch (run.state()) {
        case State.Successful _ -> ExitCode.SUCCESS;
        case State.Cancelled _ -> ExitCode.CANCELLED;
        default -> ExitCode.FAILED;
      };
    }

    public ObjectNode document(Flow<?> flow) {
      return RunDocument.of(flow.definition(), run);
    }
  }

  /**
   * Runs a flow to its end.
   *
   * @param local the run to start, with its store and with the recorded run it resumes, if any
   */
  public Finished run(LocalRun<?> local, ApprovalAnswers answers, List<Argument> arguments)
      throws InterruptedException {
    ApprovalPrompt approvals = new ApprovalPrompt(view, err, answers, history);
    LocalRun<?> watched =
        local
            .with(change)
            .with(settings ->
                settings.withListener(
                    new CompositeListener(
                        List.of(view, approvals, new PauseNotice(view), history.ordersWithin()))));
    try (StopSignals signals = new StopSignals(err, "Cancelling; clean-up still runs.")) {
      FlowRun<?> run = watched.start(arguments.toArray(Argument[]::new));
      if (history.keeps()) {
        view.say("run " + run.id());
      }
      signals.stops(run::cancel);
      approvals.answer(run);
      try (OrderSubscription _ = history.watch(run)) {
        FlowResult<?> result = run.await();
        TaskOutput.finishLines();
        view.close();
        return new Finished((FinishedRun) result);
      } catch (RunOwnershipLost taken) {
        view.close();
        throw new RunLeftProcess(history.ownedElsewhere(run.id()));
      }
    } finally {
      approvals.close();
      view.close();
    }
  }

  public void report(Flow<?> flow, Finished finished, boolean onlyFailure) {
    FinishedRun run = finished.run();
    if (!onlyFailure) {
      out.println(FlowPrinter.summary(run, Terminals.width()));
    }
    if (!(run.state() instanceof State.Successful)) {
      err.print(FailureReport.of(flow, run));
      err.print(history.hints(run.id(), firstFailed(run)));
      err.flush();
    }
  }

  private static Optional<String> firstFailed(FinishedRun run) {
    return run.unsuccessful()
        .filter(each -> each.state().type() != StateType.TRIGGER_FAILED)
        .map(TaskRun::path)
        .findFirst();
  }
}
