package dev.praetor.engine.restart;

import dev.praetor.Transition;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.loop.MapExpander;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.Slices;
import dev.praetor.engine.taskruns.TaskRunPacker;
import dev.praetor.engine.taskruns.ValueReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes the runs of nodes as they were recorded, to be read and not to be run. */
public final class RecordedRunLoader {
  private final RecordedRun recorded;
  private final ValueReader values;

  public RecordedRunLoader(RecordedRun recorded, ValueReader values) {
    this.recorded = recorded;
    this.values = values;
  }

  public void fill(NodeRun[] roots) {
    List<NodeRun> inOrder = new ArrayList<>(List.of(roots));
    inOrder.sort(Comparator.comparingInt(run -> run.node.rank()));
    inOrder.forEach(this::fill);
  }

  private void fill(NodeRun run) {
    RecordedRun.Node known = recorded.node(run.name()).orElse(null);
    if (known == null) {
      return;
    }
    run.createdMicros = known.createdMicros();
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
    List<Slices> views = views(run);
    if (run.level() < run.node.scope().depth()) {
      run.scopeView = views.isEmpty() ? null : views.getFirst();
    } else {
      run.views = views.toArray(Slices[]::new);
    }
    run.expand(width);
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

  /** What a node maps over; nothing where that was not kept. */
  private List<Slices> views(NodeRun run) {
    List<Slices> views = new ArrayList<>();
    for (Source.Sliced source : MapExpander.dimension(run)) {
      try {
        values.view(source, run, run.prefix, Integer.MAX_VALUE).ifPresent(views::add);
      } catch (Exception e) {
        return List.of();
      }
    }
    return views.size() == MapExpander.dimension(run).size() ? views : List.of();
  }

  /** The nodes whose values the arguments of a node are made of. */
  public static List<GraphNode> behindArguments(GraphNode node) {
    return node.arguments().stream()
        .flatMap(argument -> dev.praetor.engine.graph.Sources.behind(argument).stream())
        .distinct()
        .toList();
  }
}
