package dev.praetor.cli.run;

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
import dev.praetor.cli.text.PrintableText;
import dev.praetor.embedded.EngineRun;
import dev.praetor.embedded.PraetorEngine;
import dev.praetor.embedded.run.EngineSettings;
import dev.praetor.embedded.run.RunHooks;
import dev.praetor.engine.CompositeListener;
import dev.praetor.engine.RunListener;
import dev.praetor.engine.run.FinishedRun;
import dev.praetor.engine.run.RunDocument;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.store.model.WaitReason;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
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
   * @param target the target of the flow, by which its secrets are found
   */
  public Finished run(String target, Entrance entrance, ApprovalAnswers answers)
      throws InterruptedException {
    EngineSettings settings = history.settings(target).withGrace(Duration.ZERO);
    try (ApprovalPrompt approvals = new ApprovalPrompt(view, err, answers, history);
        StopSignals signals = new StopSignals(err, "Cancelling; clean-up still runs.")) {
      EngineSettings watched = settings.withHooks(hooks(approvals));
      return history.keeps()
          ? recorded(watched, entrance, signals)
          : finished(entrance.startUnrecorded(watched), signals);
    } finally {
      view.close();
    }
  }

  private RunHooks hooks(ApprovalPrompt approvals) {
    RunListener listener = new CompositeListener(List.of(view, approvals, new PauseNotice(view)));
    return new RunHooks(
        settings -> change.apply(settings).withListener(listener),
        run -> {
          view.waits("");
          approvals.answer(run);
        },
        this::waits);
  }

  private void waits(List<WaitReason> reasons) {
    view.waits(
        reasons.stream()
            .map(reason -> PrintableText.line(reason.text()))
            .collect(Collectors.joining("; ")));
  }

  private Finished recorded(EngineSettings settings, Entrance entrance, StopSignals signals)
      throws InterruptedException {
    try (PraetorEngine engine = history.engine(settings)) {
      EngineRun<?> run = entrance.start(engine);
      view.say("run " + run.id());
      signals.stops(run::cancel);
      try {
        return finished(run.awaitHere());
      } catch (RunOwnershipLost taken) {
        view.close();
        throw new RunLeftProcess(history.ownedElsewhere(run.id()));
      }
    }
  }

  private Finished finished(FlowRun<?> run, StopSignals signals) throws InterruptedException {
    signals.stops(run::cancel);
    return finished(run.await());
  }

  private Finished finished(FlowResult<?> result) {
    TaskOutput.finishLines();
    view.close();
    return new Finished((FinishedRun) result);
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
