package dev.praetor.engine.run;

import dev.praetor.FlowSpec;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskRun;
import dev.praetor.engine.document.DocumentWriter;
import dev.praetor.engine.document.DocumentedNode;
import dev.praetor.engine.document.DocumentedRun;
import dev.praetor.engine.document.DocumentedTaskRun;
import dev.praetor.engine.graph.FlowDefinition;
import dev.praetor.engine.secret.Masker;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.Snapshots;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The document of a run that has ended in this process. */
public final class RunDocument implements DocumentedRun {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private final FlowDefinition flow;
  private final FinishedRun run;

  private RunDocument(FlowDefinition flow, FinishedRun run) {
    this.flow = flow;
    this.run = run;
  }

  public static ObjectNode of(FlowDefinition flow, FinishedRun run) {
    return DocumentWriter.write(new RunDocument(flow, run));
  }

  /** Returns the document as text, with line breaks. */
  public static String text(FlowDefinition flow, FinishedRun run) {
    return of(flow, run).toPrettyString();
  }

  @Override
  public Header header() {
    RunRequest.RunIdentity identity = run.plan().identity();
    return new Header(
        new Identity(run.id(), run.flow(), run.runName(), Optional.of(FlowSpec.of(flow).version())),
        run.state(),
        false,
        new Lineage(identity.restartOf(), identity.parent()),
        new Times(
            identity.times().created(),
            Optional.of(run.times().started()),
            Optional.of(run.times().ended())));
  }

  @Override
  public JsonNode parameters() {
    ObjectNode json = MAPPER.createObjectNode();
    run.parameters().forEach((name, value) -> json.set(name, json(value)));
    return json;
  }

  @Override
  public JsonNode value() {
    return json(run.state().isSuccessful() ? run.result() : null);
  }

  @Override
  public List<DocumentedNode> nodes() {
    return run.roots().stream().<DocumentedNode>map(root -> new Node(root, -1)).toList();
  }

  @Override
  public Masker masker() {
    return run.masker();
  }

  private DocumentedTaskRun documented(TaskRun taskRun) {
    return new DocumentedTaskRun(taskRun, json(taskRun.value()), Optional.empty());
  }

  /**
   * Returns a value as JSON; of a value that cannot be written as JSON, only the type is stated.
   */
  private JsonNode json(@Nullable Object value) {
    try {
      if (masker().isEmpty()) {
        return MAPPER.valueToTree(value);
      }
      return MAPPER.readTree(masker().mask(MAPPER.writeValueAsString(value)));
    } catch (JacksonException | StackOverflowError e) {
      String type = value == null ? "null" : value.getClass().getName();
      return MAPPER.getNodeFactory().stringNode("(a " + type + ", which is not JSON)");
    }
  }

  /** A node with its index in the node around it, -1 if there is none. */
  private final class Node implements DocumentedNode {
    private final NodeRun node;
    private final int index;

    Node(NodeRun node, int index) {
      this.node = node;
      this.index = index;
    }

    @Override
    public DocumentedTaskRun own() {
      NodeRun parent = node.parent;
      return documented(
          parent == null ? Snapshots.nodeRun(node) : Snapshots.taskRun(parent, index));
    }

    @Override
    public Optional<Children> children(int most) {
      if (node.isSingle()) {
        return Optional.empty();
      }
      if (!node.isExpanded()) {
        return Optional.of(new TaskRuns(Map.of(), List.of(), 0));
      }
      State state = Snapshots.ofNode(node);
      Map<StateType, Integer> counts = state.isFinished() ? Snapshots.children(node) : Map.of();
      NodeRun[] groups = node.groups();
      if (groups != null) {
        List<DocumentedNode> nodes = new ArrayList<>();
        for (int i = 0; i < Math.min(most, groups.length); i++) {
          nodes.add(new Node(groups[i], i));
        }
        return Optional.of(new Groups(counts, nodes, groups.length));
      }
      List<DocumentedTaskRun> shown =
          shown(most).stream().map(i -> documented(Snapshots.taskRun(node, i))).toList();
      return Optional.of(new TaskRuns(counts, shown, node.width()));
    }

    /**
     * Returns the indexes of all children; if there are more than {@code most}, of the unsuccessful
     * ones first.
     */
    private List<Integer> shown(int most) {
      List<Integer> indexes = new ArrayList<>();
      for (int i = 0; i < node.width(); i++) {
        indexes.add(i);
      }
      if (indexes.size() <= most) {
        return indexes;
      }
      indexes.sort(Comparator.comparing(i -> !node.type(i).isUnsuccessful()));
      return indexes.subList(0, most);
    }
  }
}
