package dev.praetor.engine.run;

import dev.praetor.FlowSpec;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskRun;
import dev.praetor.engine.codec.LargeValue;
import dev.praetor.engine.codec.ValueCodec;
import dev.praetor.engine.document.DisplayedValue;
import dev.praetor.engine.document.DocumentWriter;
import dev.praetor.engine.document.DocumentedNode;
import dev.praetor.engine.document.DocumentedRun;
import dev.praetor.engine.document.DocumentedTaskRun;
import dev.praetor.engine.document.ValueDisplay;
import dev.praetor.engine.graph.FlowDefinition;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.ParameterJson;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.secret.Masker;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.Snapshots;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The document of a run that has ended in this process. */
public final class RunDocument implements DocumentedRun {
  private static final JsonNode MASKED = JsonMapper.shared().getNodeFactory().stringNode("***");
  private final FlowDefinition flow;
  private final FinishedRun run;
  private final Map<String, String> labels;
  private final ValueDisplay values;

  private RunDocument(FlowDefinition flow, FinishedRun run, Map<String, String> labels) {
    this.flow = flow;
    this.run = run;
    this.labels = labels;
    this.values = new ValueDisplay(run.masker());
  }

  /** Returns the document of a run without labels. */
  public static ObjectNode of(FlowDefinition flow, FinishedRun run) {
    return DocumentWriter.write(new RunDocument(flow, run, Map.of()));
  }

  /** Writes the document as text with line breaks, without keeping all of it in memory. */
  public static void write(
      FlowDefinition flow, FinishedRun run, Map<String, String> labels, PrintWriter out) {
    DocumentWriter.write(new RunDocument(flow, run, labels), out);
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
            Optional.of(run.times().ended())),
        labels);
  }

  @Override
  public JsonNode parameters() {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    Set<String> secret = run.plan().secretParameters();
    run.parameters()
        .forEach((name, value) ->
            json.set(name, secret.contains(name) ? MASKED : parameter(name, value)));
    return json;
  }

  private JsonNode parameter(String name, @Nullable Object value) {
    return values.of(value, Optional.of(ParameterJson.codec(flow.graph(), name))).json();
  }

  @Override
  public JsonNode value() {
    return run.state().isSuccessful()
        ? values.of(run::result, codec(flow.graph().result())).json()
        : JsonMapper.shared().nullNode();
  }

  /** Returns the codec of the values of a source, if it passes on values of nodes as they are. */
  private static Optional<ValueCodec> codec(Source.Whole source) {
    return switch (source) {
      case Source.Output output -> output.node().results();
      case Source.Collect(Source.Outputs outputs) ->
          outputs.node().results().map(ValueCodec::ofListsOf);
      default -> Optional.empty();
    };
  }

  @Override
  public List<DocumentedNode> nodes() {
    return run.roots().stream().<DocumentedNode>map(root -> new Node(root, -1)).toList();
  }

  @Override
  public Masker masker() {
    return run.masker();
  }

  private DocumentedTaskRun documented(GraphNode node, TaskRun taskRun) {
    DisplayedValue value =
        taskRun.value() instanceof LargeValue large
            ? values.of(large::read, node.results())
            : values.of(taskRun.value(), node.results());
    return new DocumentedTaskRun(taskRun, value.json(), value.note());
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
          node.node,
          parent == null ? Snapshots.recordedNode(node) : Snapshots.recorded(parent, index));
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
        int shown = Math.min(most, groups.length);
        Iterable<DocumentedNode> nodes =
            () ->
                IntStream.range(0, shown)
                    .<DocumentedNode>mapToObj(i -> new Node(groups[i], i))
                    .iterator();
        return Optional.of(new Groups(counts, nodes, groups.length - shown));
      }
      Iterable<DocumentedTaskRun> shown =
          () ->
              shown(most)
                  .mapToObj(i -> documented(node.node, Snapshots.recorded(node, i)))
                  .iterator();
      return Optional.of(new TaskRuns(counts, shown, Math.max(0, node.width() - most)));
    }

    /**
     * Returns the indexes of all children; if there are more than {@code most}, of the unsuccessful
     * ones first.
     */
    private IntStream shown(int most) {
      IntStream all = IntStream.range(0, node.width());
      if (node.width() <= most) {
        return all;
      }
      IntStream others =
          IntStream.range(0, node.width()).filter(i -> !node.type(i).isUnsuccessful());
      return IntStream.concat(all.filter(i -> node.type(i).isUnsuccessful()), others).limit(most);
    }
  }
}
