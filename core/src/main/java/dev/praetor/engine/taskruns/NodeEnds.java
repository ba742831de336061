package dev.praetor.engine.taskruns;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.engine.Decisions;
import dev.praetor.engine.UpstreamCounts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Derives the state of a mapped node from the states of its children, and the state of the flow
 * from the states of the deciding nodes. Pure; for the owner of the run.
 */
public final class NodeEnds {
  private static final int SHOWN = 5;
  private static final int LONGEST = 200;

  private NodeEnds() {}

  /**
   * The reason for which a run is stopped.
   *
   * @param timeout true if the run exceeded its timeout
   */
  public record StopReason(String why, boolean timeout) {}

  /** Returns the state of a mapped node whose children have all ended. */
  public static State ofChildren(NodeRun run, Instant now) {
    UpstreamCounts counts = run.childCounts();
    return switch (Decisions.ofChildren(counts)) {
      case FAILED ->
          new State.Failed(
              "%d of %d children failed: %s"
                  .formatted(counts.unsuccessful(), counts.total(), failedChildren(run)),
              now,
              Optional.empty());
      case CANCELLED ->
          new State.Cancelled(
              "%d of %d children were cancelled".formatted(counts.cancelled(), counts.total()),
              now);
      case SKIPPED ->
          new State.Skipped("all %d children were skipped".formatted(counts.total()), now);
      default -> new State.Success("", now);
    };
  }

  private static String failedChildren(NodeRun run) {
    List<String> shown = new ArrayList<>();
    int count = 0;
    for (int i = 0; i < run.width(); i++) {
      if (run.type(i).isUnsuccessful() && ++count <= SHOWN) {
        shown.add("[" + i + "] " + shorten(Snapshots.of(run, i).message()));
      }
    }
    String more = count > SHOWN ? ", and " + (count - SHOWN) + " more" : "";
    return String.join(", ", shown) + more;
  }

  /**
   * Returns the state of a flow whose nodes have all ended.
   *
   * @param deciding the nodes that decide the state
   * @param runs all nodes, among which the causes of a failure are found
   * @param stop the reason for which the run was stopped, if it was stopped
   * @param atFirstFailure true if the first failure of a task run stops the run
   */
  public static State ofFlow(
      List<NodeRun> deciding,
      NodeRuns runs,
      Optional<StopReason> stop,
      boolean atFirstFailure,
      Instant now) {
    if (stop.isEmpty()) {
      return ofDeciding(deciding, runs, now);
    }
    String why = stop.get().why();
    if (stop.get().timeout()) {
      Failure failure =
          new Failure("java.util.concurrent.TimeoutException", why, "", Optional.empty(), true);
      return new State.TimedOut(why, now, Optional.of(failure));
    }
    if (!atFirstFailure) {
      return new State.Cancelled(why, now);
    }
    String failed = reasons(deciding, runs);
    return new State.Failed(failed.isEmpty() ? why : failed, now, Optional.empty());
  }

  private static State ofDeciding(List<NodeRun> deciding, NodeRuns runs, Instant now) {
    UpstreamCounts counts = UpstreamCounts.NONE;
    for (NodeRun run : deciding) {
      counts = counts.plus(UpstreamCounts.of(run.own()));
    }
    return switch (Decisions.ofFlow(counts)) {
      case FAILED -> new State.Failed(reasons(deciding, runs), now, Optional.empty());
      case CANCELLED -> new State.Cancelled("a task that decides was cancelled", now);
      default -> new State.Success("", now);
    };
  }

  /** Names the nodes that failed of themselves, those with the same message together. */
  private static String reasons(List<NodeRun> deciding, NodeRuns runs) {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (NodeRun cause : RootCauses.of(deciding, runs)) {
      String message = shorten(Snapshots.ofNode(cause).message());
      groups
          .computeIfAbsent(cause.own().label() + ": " + message, _ -> new ArrayList<>())
          .add(cause.name());
    }
    List<String> reasons = new ArrayList<>();
    groups.forEach(
        (end, names) -> reasons.add(names(names) + (names.size() == 1 ? " is " : " are ") + end));
    if (reasons.size() > SHOWN) {
      int more = reasons.size() - SHOWN;
      return String.join("; ", reasons.subList(0, SHOWN)) + "; and " + more + " more";
    }
    return String.join("; ", reasons);
  }

  private static String names(List<String> names) {
    if (names.size() > SHOWN) {
      int more = names.size() - SHOWN;
      return String.join(", ", names.subList(0, SHOWN)) + " and " + more + " more";
    }
    return names.size() == 1
        ? names.getFirst()
        : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
  }

  private static String shorten(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }
}
