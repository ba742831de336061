package dev.praetor.store.history;

import dev.praetor.Failure;
import dev.praetor.store.model.StoredTaskRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Task runs grouped by what went wrong, so that ten thousand children with one cause are one entry.
 * Messages that differ only in numbers, ids or the element's label count as the same.
 */
public final class FailureGroups {
  private static final Pattern VARYING =
      Pattern.compile("\\b[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4,})+\\b|\\d+([.,:]\\d+)*");

  private FailureGroups() {}

  /**
   * A cause that some task runs have in common.
   *
   * @param runs the first of them is the example that is shown
   */
  public record Cause(String what, List<StoredTaskRun> runs) {
    public Cause {
      runs = List.copyOf(runs);
    }

    public StoredTaskRun example() {
      return runs.getFirst();
    }

    /** The words of the only task run, or what those of several have in common. */
    public String text() {
      return runs.size() == 1 ? summary(example()) : what;
    }
  }

  /** The most frequent cause first. */
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
