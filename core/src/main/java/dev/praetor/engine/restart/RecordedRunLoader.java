package dev.praetor.engine.restart;

import dev.praetor.Transition;
import dev.praetor.engine.codec.Codecs;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.graph.Sources;
import dev.praetor.engine.taskruns.ElementHashes;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.NodeRuns;
import dev.praetor.engine.taskruns.Slices;
import dev.praetor.engine.taskruns.TaskRunPacker;
import dev.praetor.engine.taskruns.ValueReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Creates the runs of nodes as they were recorded, to be read but not executed. Not thread-safe.
 */
public final class RecordedRunLoader {
  private final RecordedRun recorded;
  private final ValueReader values;
  private final Codecs codecs;

  public RecordedRunLoader(RecordedRun recorded, ValueReader values, Codecs codecs) {
    this.codecs = codecs;
    this.recorded = recorded;
    this.values = values;
  }

  public void fill(NodeRuns runs) {
    List<NodeRun> inOrder = new ArrayList<>(runs.roots());
    inOrder.sort(Comparator.comparingInt(run -> run.node.rank()));
    inOrder.forEach(this::fill);
  }

  private void fill(NodeRun run) {
    RecordedRun.Node known = recorded.node(run.name()).orElse(null);
    if (known == null) {
      return;
    }
    run.setCreatedMicros(known.createdMicros());
    if (run.isSingle()) {
      known.own().ifPresent(own -> TaskRunPacker.pack(own, run.children(), 0));
      return;
    }
    known
        .own()
        .ifPresent(own -> {
          for (Transition transition : own.history()) {
            run.setOwn(transition.state());
          }
        });
    if (known.width().isPresent()) {
      expand(run, known, known.width().getAsInt());
    }
  }

  private void expand(NodeRun run, RecordedRun.Node known, int width) {
    run.expand(width, views(run));
    NodeRun[] groups = run.groups();
    for (int i = 0; i < width; i++) {
      if (groups == null) {
        TaskRunPacker.copy(known.packed(), i, run.children(), i);
      } else {
        groups[i] = new NodeRun(run.node, run, run.fullPath(i));
        fill(groups[i]);
      }
    }
  }

  /** Returns the lists that a node is mapped over; no lists if one of them was not kept. */
  private List<Slices> views(NodeRun run) {
    List<Slices> views = new ArrayList<>();
    for (Source.Sliced source : run.mappedOver()) {
      try {
        values.view(source, run, run.prefix, Integer.MAX_VALUE).ifPresent(views::add);
      } catch (Exception e) {
        return List.of();
      }
    }
    if (views.size() != run.mappedOver().size()) {
      return List.of();
    }
    Optional<ElementHashes> elements = recorded.elementsOf(run.name());
    try {
      return elements.isPresent() ? elements.get().inOrder(views, codecs).orElse(List.of()) : views;
    } catch (Exception e) {
      return List.of();
    }
  }

  /** Returns the nodes whose values the arguments of a node are made of. */
  public static List<GraphNode> behindArguments(GraphNode node) {
    return node.arguments().stream()
        .flatMap(argument -> Sources.behind(argument).stream())
        .distinct()
        .toList();
  }
}
