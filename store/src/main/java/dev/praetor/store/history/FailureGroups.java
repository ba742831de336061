package dev.praetor.store.history;

import dev.praetor.Failure;
import dev.praetor.store.model.StoredTaskRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Groups failed task runs by their cause, so that ten thousand children with the same cause are one
 * entry. Messages that differ only in numbers, ids or the element's label count as the same.
 */
public final class FailureGroups {
  private static final Pattern VARYING =
      Pattern.compile("\\b[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4,})+\\b|\\d+([.,:]\\d+)*");

  private FailureGroups() {}

  /**
   * A cause that task runs have in common.
   *
   * @param what the message of the failure, in which the varying parts are replaced by an ellipsis
   * @param runs the task runs, of which the first one is shown as the example
   */
  public record Cause(String what, List<StoredTaskRun> runs) {
    public Cause {
      runs = List.copyOf(runs);
    }

    public StoredTaskRun example() {
      return runs.getFirst();
    }

    /** Returns the message of the only task run, or the common message of several task runs. */
    public String text() {
      return runs.size() == 1 ? summary(example()) : what;
    }
  }

  /** Groups failed task runs by their cause, the most frequent cause first. */
  public static List<Cause> of(List<StoredTaskRun> failed) {
    Map<String, List<StoredTaskRun>> groups = new LinkedHashMap<>();
    for (StoredTaskRun run : failed) {
      groups.computeIfAbsent(normal(run), _ -> new ArrayList<>()).add(run);
    }
    return groups.entrySet().stream()
        .map(group -> new Cause(group.getKey(), group.getValue()))
        .sorted((one, other) -> Integer.compare(other.runs().size(), one.runs().size()))
        .toList();
  }

  private static String normal(StoredTaskRun run) {
    String text = summary(run);
    if (run.index() >= 0 && run.label().length() > 1) {
      text = text.replace(run.label(), "…");
    }
    return VARYING.matcher(text).replaceAll("…");
  }

  static String summary(StoredTaskRun run) {
    String said =
        run.failure()
            .map(Failure::summary)
            .filter(text -> !text.isEmpty())
            .orElse(run.state().message());
    return ShortText.firstLine(said.isEmpty() ? run.state().name() : said);
  }
}
