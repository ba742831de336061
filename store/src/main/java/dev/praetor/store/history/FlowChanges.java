package dev.praetor.store.history;

import dev.praetor.Flow;
import dev.praetor.engine.spec.FlowDescription;
import dev.praetor.engine.spec.FlowSpecReader;
import dev.praetor.engine.spec.NodeDescription;
import dev.praetor.engine.spec.NodeKind;
import dev.praetor.engine.spec.SourceDescription;
import dev.praetor.engine.spec.TaskDescription;
import dev.praetor.engine.spec.UnreadableFlowSpec;
import dev.praetor.engine.spec.WorkDescription;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Compares a flow with an earlier version of it. Only differences that affect results count; a
 * changed retry or timeout does not.
 */
public final class FlowChanges {
  private static final String DEFINITION = "its definition has changed";
  private static final String CAPTURED = "the values that its code captured have changed";
  private static final String WITHIN = "the definition of its flow has changed";
  private static final String SHAPE =
      "the type of its result has other components, constants or members now";

  private FlowChanges() {}

  /**
   * Returns the changed nodes, each with the reason: none if the earlier version is unknown, and
   * all nodes if its description is damaged, because then any of them may have changed. The types
   * of results, the definitions of flows within the flow and the values that code captured are
   * compared only if the earlier version recorded them.
   */
  public static Map<String, String> since(Optional<String> earlierSpec, Flow<?> flow) {
    return since(earlierSpec, FlowSpecReader.read(flow.spec().json()));
  }

  /** Returns the changed nodes of a flow whose code is not at hand. */
  public static Map<String, String> since(Optional<String> earlierSpec, FlowDescription flow) {
    Map<String, String> changed = new TreeMap<>();
    if (earlierSpec.isEmpty()) {
      return changed;
    }
    List<NodeDescription> now = flow.nodes();
    List<NodeDescription> then;
    try {
      then = FlowSpecReader.read(earlierSpec.get()).nodes();
    } catch (UnreadableFlowSpec damaged) {
      now.forEach(node -> changed.put(node.name(), DEFINITION));
      return changed;
    }
    Map<String, NodeDescription> before = new HashMap<>();
    then.forEach(node -> before.put(node.name(), node));
    for (NodeDescription node : now) {
      NodeDescription earlier = before.get(node.name());
      if (earlier != null) {
        change(earlier, node).ifPresent(why -> changed.put(node.name(), why));
      }
    }
    return changed;
  }

  private static Optional<String> change(NodeDescription then, NodeDescription now) {
    if (!Deciding.of(then).equals(Deciding.of(now))) {
      return Optional.of(DEFINITION);
    }
    if (differ(deciding(then), deciding(now))) {
      return Optional.of(WITHIN);
    }
    if (differ(then.captured(), now.captured())) {
      return Optional.of(CAPTURED);
    }
    return differ(then.shape(), now.shape()) ? Optional.of(SHAPE) : Optional.empty();
  }

  /** Returns whether two recorded hashes differ; a hash that is absent was not recorded. */
  private static boolean differ(Optional<String> then, Optional<String> now) {
    return then.isPresent() && now.isPresent() && !then.equals(now);
  }

  private static Optional<String> deciding(NodeDescription node) {
    return node.work() instanceof WorkDescription.RunFlow run ? run.deciding() : Optional.empty();
  }

  /** The part of a node that decides its result. */
  private record Deciding(
      NodeKind kind,
      boolean mapped,
      int depth,
      List<SourceDescription> inputs,
      List<String> branches,
      Code code) {
    static Deciding of(NodeDescription node) {
      return new Deciding(
          node.kind(),
          node.mapped(),
          node.depth(),
          node.inputs(),
          node.branches(),
          Code.of(node.work()));
    }
  }

  /** The part of a node's work that decides its result. */
  private sealed interface Code {
    record OfTask(String name, String version, String returns) implements Code {}

    record OfFlow(String name, Map<String, SourceDescription.Whole> arguments) implements Code {}

    /** A person approved this text and no other. */
    record Approved(String text) implements Code {}

    record Until(SourceDescription.Whole time) implements Code {}

    record Nothing() implements Code {}

    static Code of(WorkDescription work) {
      return switch (work) {
        case WorkDescription.Run run -> of(run.task());
        case WorkDescription.RunFlow flow -> new OfFlow(flow.flow(), flow.arguments());
        case WorkDescription.Wait wait -> new Until(wait.until());
        case WorkDescription.Approval approval -> new Approved(approval.text());
        case WorkDescription.Merge _ -> new Nothing();
      };
    }

    private static Code of(TaskDescription task) {
      return new OfTask(task.identity().name(), task.identity().version(), task.returns());
    }
  }
}
