package dev.praetor.engine.taskruns;

import dev.praetor.engine.graph.Dependency;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.graph.Sources;
import dev.praetor.engine.task.FlowOptions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * The reasons for which a mapped node makes no children, as sentences. Pure; for the owner of the
 * run.
 */
public final class MapRefusals {
  private final NodeRuns runs;
  private final int widthLimit;

  public MapRefusals(NodeRuns runs, FlowOptions options) {
    this.runs = runs;
    this.widthLimit = options.limits().width();
  }

  /** Returns the maximum number of children of a node. */
  public int widthLimit(NodeRun run) {
    return run.node
        .task()
        .map(task -> task.mapping().widthLimit())
        .orElse(OptionalInt.empty())
        .orElse(widthLimit);
  }

  /** Returns the reason not to map over lists of these widths, if there is one. */
  public Optional<String> of(NodeRun run, List<Slices> views) {
    boolean same = views.stream().map(Slices::width).distinct().count() == 1;
    if (!same) {
      return Optional.of(differentWidths(run, views));
    }
    int limit = widthLimit(run);
    return views.getFirst().width() > limit
        ? Optional.of(
            "more than "
                + limit
                + " elements to map over; allow more with .widthLimit(…) on the task or the flow,"
                + " or map over batches")
        : Optional.empty();
  }

  private static String differentWidths(NodeRun run, List<Slices> views) {
    StringBuilder widths = new StringBuilder("mapped arguments differ in width:");
    List<Source.Sliced> sources = run.mappedOver();
    for (int i = 0; i < views.size(); i++) {
      widths
          .append(i == 0 ? " " : ", ")
          .append(describe(sources.get(i)))
          .append(" has ")
          .append(views.get(i).width());
    }
    return widths.toString();
  }

  private static String describe(Source.Sliced source) {
    String names =
        Sources.behind(source).stream()
            .map(node -> "'" + node.name() + "'")
            .collect(Collectors.joining(" and "));
    return names.isEmpty() ? "a list" : names;
  }

  /**
   * Returns the reason not to map over lists whose widths differ from the recorded width, if there
   * is one.
   */
  public static Optional<String> ofRecorded(int recorded, List<Slices> views) {
    return views.stream()
        .filter(view -> view.width() != recorded)
        .findFirst()
        .map(view ->
            "it had %d children, and the list it maps over now has %d; restart the run from it"
                .formatted(recorded, view.width()));
  }

  /** Returns the reason not to map over a list of other elements than the recorded children had. */
  public static String otherElements(NodeRun run) {
    return "the list it maps over has changed since its children were made: it has other"
        + " elements now; restart the run from "
        + run.name()
        + ", which maps over the new list";
  }

  /** Returns the reason not to map over a list whose elements cannot be distinguished. */
  public static String incomparableElements(NodeRun run) {
    return "the elements of the list it maps over cannot be compared, so it is not known which of"
        + " them its children were made from; restart the run from "
        + run.name()
        + ", or map over names or other values from which the task makes its objects";
  }

  /** Returns the reason why there is no list to map over. */
  public String nothingToMapOver(NodeRun run) {
    String missing =
        run.node.dependencies().stream()
            .map(need -> upstream(need, run))
            .filter(up -> up.isFinished() && !up.isExpanded() || !up.own().isSuccessful())
            .map(up -> "'" + up.name() + "' is " + up.own().label())
            .distinct()
            .collect(Collectors.joining(", "));
    return "nothing to map over" + (missing.isEmpty() ? "" : ": " + missing);
  }

  private NodeRun upstream(Dependency need, NodeRun run) {
    return runs.nearest(need.upstream(), run.prefix, run.level());
  }
}
