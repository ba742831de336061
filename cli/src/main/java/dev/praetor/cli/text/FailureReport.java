package dev.praetor.cli.text;

import dev.praetor.Failure;
import dev.praetor.Flow;
import dev.praetor.StateType;
import dev.praetor.TaskRun;
import dev.praetor.engine.document.ValueDisplay;
import dev.praetor.engine.run.FinishedRun;
import dev.praetor.store.history.ShortText;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The report on a failed run: the failed task runs, their inputs, the useful part of the
 * exceptions, and what did not run because of them.
 */
public final class FailureReport {
  private static final int SHOWN = 5;
  private static final int LONGEST_INPUT = 400;

  private FailureReport() {}

  public static String of(Flow<?> flow, FinishedRun run) {
    StringBuilder text = new StringBuilder();
    text.append("\n").append(flow.name()).append(" is ").append(run.state().name());
    text.append(": ").append(run.masker().mask(run.state().message())).append('\n');
    long failed = run.unsuccessful().filter(FailureReport::failedItself).count();
    ValueDisplay values = new ValueDisplay(run.masker());
    run.unsuccessful()
        .filter(FailureReport::failedItself)
        .limit(SHOWN)
        .forEach(each -> append(text, run, each, values));
    if (failed > SHOWN) {
      text.append("\n… and ").append(failed - SHOWN).append(" more failed task runs\n");
    }
    String left =
        run.unsuccessful()
            .filter(each -> !failedItself(each))
            .map(TaskRun::path)
            .limit(20)
            .collect(Collectors.joining(", "));
    if (!left.isEmpty()) {
      text.append("\nNot run because of it: ").append(left).append('\n');
    }
    return text.toString();
  }

  /** Returns whether a task run failed of itself, not because of its upstreams. */
  private static boolean failedItself(TaskRun run) {
    return run.state().type() != StateType.TRIGGER_FAILED;
  }

  private static void append(
      StringBuilder text, FinishedRun run, TaskRun failed, ValueDisplay values) {
    text.append('\n').append(TextStyle.RED.of("✗")).append(' ').append(failed.path());
    if (failed.index() >= 0 && !failed.label().equals(Integer.toString(failed.index()))) {
      String label = run.masker().mask(failed.label());
      text.append(" (").append(PrintableText.line(label)).append(')');
    }
    text.append(' ').append(failed.state().name());
    text.append(failed.attempts() > 1 ? " after " + failed.attempts() + " attempts" : "")
        .append('\n');
    inputs(run, failed, values)
        .ifPresent(given -> text.append("  given: ").append(given).append('\n'));
    Optional<Failure> failure = failed.failure();
    if (failure.isEmpty()) {
      text.append("  ").append(run.masker().mask(failed.state().message())).append('\n');
    }
    failure.ifPresent(thrown -> FailurePrinter.append(text, "  ", thrown, run.masker()::mask));
  }

  private static Optional<String> inputs(FinishedRun run, TaskRun failed, ValueDisplay values) {
    return run.arguments(failed.node(), failed.index())
        .filter(given -> !given.isEmpty())
        .map(given ->
            given.stream()
                .map(each -> ShortText.cut(values.of(each).json().toString(), LONGEST_INPUT))
                .collect(Collectors.joining(", ")));
  }
}
