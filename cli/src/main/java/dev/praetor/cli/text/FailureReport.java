package dev.praetor.cli.text;

import dev.praetor.Failure;
import dev.praetor.Flow;
import dev.praetor.StateType;
import dev.praetor.TaskRun;
import dev.praetor.engine.run.FinishedRun;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

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
    List<TaskRun> failed =
        run.unsuccessful().filter(r -> r.state().type() != StateType.TRIGGER_FAILED).toList();
    failed.stream().limit(SHOWN).forEach(each -> append(text, run, each));
    if (failed.size() > SHOWN) {
      text.append("\n… and ").append(failed.size() - SHOWN).append(" more failed task runs\n");
    }
    String left =
        run.unsuccessful()
            .filter(r -> r.state().type() == StateType.TRIGGER_FAILED)
            .map(TaskRun::path)
            .limit(20)
            .collect(Collectors.joining(", "));
    if (!left.isEmpty()) {
      text.append("\nNot run because of it: ").append(left).append('\n');
    }
    return text.toString();
  }

  private static void append(StringBuilder text, FinishedRun run, TaskRun failed) {
    text.append("\n✗ ").append(failed.path());
    if (failed.index() >= 0 && !failed.label().equals(Integer.toString(failed.index()))) {
      text.append(" (").append(failed.label()).append(')');
    }
    text.append(' ').append(failed.state().name());
    text.append(failed.attempts() > 1 ? " after " + failed.attempts() + " attempts" : "")
        .append('\n');
    inputs(run, failed).ifPresent(given -> text.append("  given: ").append(given).append('\n'));
    Optional<Failure> failure = failed.failure();
    if (failure.isEmpty()) {
      text.append("  ").append(failed.state().message()).append('\n');
    }
    failure.ifPresent(thrown -> FailurePrinter.append(text, "  ", thrown, run.masker()::mask));
  }

  private static Optional<String> inputs(FinishedRun run, TaskRun failed) {
    return run.arguments(failed.node(), failed.index())
        .filter(given -> !given.isEmpty())
        .map(given ->
            given.stream().map(each -> shown(run, each)).collect(Collectors.joining(", ")));
  }

  private static String shown(FinishedRun run, @Nullable Object value) {
    String text;
    try {
      text = JsonMapper.shared().writeValueAsString(value);
    } catch (JacksonException e) {
      text = String.valueOf(value);
    }
    String masked = run.masker().mask(text);
    return masked.length() > LONGEST_INPUT ? masked.substring(0, LONGEST_INPUT) + "…" : masked;
  }
}
