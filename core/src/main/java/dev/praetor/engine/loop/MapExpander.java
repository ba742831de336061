package dev.praetor.engine.loop;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.Transition;
import dev.praetor.engine.graph.Dependency;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.graph.Sources;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.Slices;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns a mapped node into its children, once the widths of its arguments are known. Reading a list
 * is the author's code (it may be any Iterable), so it is done on a thread of its own. For the
 * owner of the run.
 */
public final class MapExpander {
  private final RunLoop loop;
  private int reading;

  MapExpander(RunLoop loop) {
    this.loop = loop;
  }

  boolean isEmpty() {
    return reading == 0;
  }

  /** What a node needs at its level has ended or has a width. */
  void open(NodeRun run) {
    Optional<TakeOver.Kept> kept = loop.takeOver().children(run);
    if (kept.isPresent()) {
      expandAgain(run, kept.get());
      return;
    }
    if (loop.takeOver().takesWhole(run)) {
      return;
    }
    State branch = loop.entrance().wholeBranch(run);
    if (branch != null) {
      loop.ended(run, branch);
      return;
    }
    if (!isAvailable(run)) {
      run.pendingUpstreams = loop.wiring().unannouncedElementwiseUpstreams(run);
      if (run.pendingUpstreams == 0) {
        decideWithoutChildren(run);
      }
      return;
    }
    if (run.isLowest() && followsNoChildren(run) && !run.startRuleApplied) {
      State decided = loop.entrance().whole(run);
      if (decided != null) {
        if (decided.isFinished()) {
          loop.ended(run, decided);
        } else {
          loop.recorder().own(run, decided);
        }
        return;
      }
      run.startRuleApplied = true;
    }
    expand(run);
  }

  /**
   * Skip rule and trigger once, for a node that has no children; if they hold, it still cannot run.
   */
  void decideWithoutChildren(NodeRun run) {
    State decided = loop.entrance().whole(run);
    boolean stays = decided != null && decided.isFinished();
    loop.ended(
        run,
        stays
            ? Objects.requireNonNull(decided)
            : new State.Failed(nothingToMapOver(run), loop.now(), Optional.empty()));
  }

  private String nothingToMapOver(NodeRun run) {
    String missing =
        run.node.dependencies().stream()
            .map(need -> loop.wiring().nearest(need.upstream(), run.prefix, run.level()))
            .filter(up -> up.isFinished() && !up.expanded || !up.own().isSuccessful())
            .map(up -> "'" + up.name() + "' is " + up.own().label())
            .distinct()
            .collect(Collectors.joining(", "));
    return "nothing to map over" + (missing.isEmpty() ? "" : ": " + missing);
  }

  /** Whether what this level is mapped over is there. */
  private boolean isAvailable(NodeRun run) {
    for (Dependency need : run.node.dependencies()) {
      if (need.shared() > run.level()) {
        NodeRun up = loop.wiring().nearest(need.upstream(), run.prefix, run.level());
        if (up.level() < run.level() || !up.expanded) {
          return false;
        }
      }
    }
    for (Source.Sliced source : dimension(run)) {
      if (!isThere(source, run)) {
        return false;
      }
    }
    return true;
  }

  private boolean isThere(Source.Sliced source, NodeRun run) {
    return switch (source) {
      case Source.Outputs outputs -> {
        NodeRun up = loop.values().at(outputs.node(), run.prefix, outputs.node().dimensions() - 1);
        yield up != null && up.expanded;
      }
      case Source.Each each -> loop.values().isPresent(each.list(), run, run.prefix);
      case Source.SelectEach select -> isThere(select.from(), run);
      case Source.FlattenEach flatten -> isThere(flatten.lists(), run);
    };
  }

  /** The sources whose width is that of this level. */
  public static List<Source.Sliced> dimension(NodeRun run) {
    GraphNode node = run.node;
    if (run.level() < node.scope().depth()) {
      return List.of(node.scope().over(run.level()));
    }
    List<Source.Sliced> sources = new ArrayList<>();
    for (Source argument : node.arguments()) {
      if (argument instanceof Source.Sliced sliced) {
        sources.add(sliced);
      }
    }
    return sources;
  }

  /** Whether every child would see the same upstream. */
  private static boolean followsNoChildren(NodeRun run) {
    return run.node.dependencies().stream()
        .noneMatch(need -> need.shared() > run.level() || need.mode() == Dependency.Mode.JOINED);
  }

  void expand(NodeRun run) {
    reading++;
    Thread.ofVirtual()
        .name("run-" + loop.id() + "/" + run.name())
        .start(() -> loop.offer(new Command(read(run))));
  }

  /** Makes the children a node had before, whose states are known. */
  private void expandAgain(NodeRun run, TakeOver.Kept kept) {
    run.startRuleApplied = run.isLowest() && followsNoChildren(run);
    for (Transition transition : kept.history()) {
      if (!transition.state().isFinished()) {
        run.setOwn(transition.state());
      }
    }
    if (!kept.needsLists()) {
      makeAgain(run, kept, List.of());
      return;
    }
    reading++;
    Thread.ofVirtual()
        .name("run-" + loop.id() + "/" + run.name())
        .start(() -> loop.offer(new Command(readAgain(run, kept))));
  }

  private Runnable readAgain(NodeRun run, TakeOver.Kept kept) {
    List<Slices> views = new ArrayList<>();
    try {
      for (Source.Sliced source : dimension(run)) {
        loop.values().view(source, run, run.prefix, limit(run)).ifPresent(views::add);
      }
    } catch (Throwable thrown) {
      // A list that was not kept is needed only by children that have ended.
      views.clear();
    }
    boolean all = views.size() == dimension(run).size();
    return () -> {
      reading--;
      makeAgain(run, kept, all ? views : List.of());
    };
  }

  private void makeAgain(NodeRun run, TakeOver.Kept kept, List<Slices> views) {
    if (run.isFinished()) {
      return;
    }
    for (Slices view : views) {
      if (view.width() != kept.width()) {
        String message =
            "it had %d children, and what it maps over has %d elements now; restart the run from it"
                .formatted(kept.width(), view.width());
        loop.ended(run, new State.Failed(message, loop.now(), Optional.empty()));
        return;
      }
    }
    expanded(run, views, kept.width(), kept.history().isEmpty());
  }

  /** Reads the lists; gives what the owner does with them. */
  private Runnable read(NodeRun run) {
    try {
      List<Slices> views = new ArrayList<>();
      for (Source.Sliced source : dimension(run)) {
        views.add(loop.values().view(source, run, run.prefix, limit(run)).orElseThrow());
      }
      return () -> made(run, views);
    } catch (Throwable thrown) {
      Failure failure = loop.masker().failure(thrown);
      return () -> failed(run, failure);
    }
  }

  private int limit(NodeRun run) {
    return run.node
        .task()
        .map(task -> task.mapping().widthLimit())
        .filter(limit -> limit.isPresent())
        .map(limit -> limit.getAsInt())
        .orElse(loop.flowOptions().limits().width());
  }

  private void failed(NodeRun run, Failure failure) {
    reading--;
    if (!run.isFinished()) {
      loop.ended(
          run,
          new State.Failed(
              "what it maps over could not be read: " + failure.summary(),
              loop.now(),
              Optional.of(failure)));
    }
  }

  private void made(NodeRun run, List<Slices> views) {
    reading--;
    if (run.isFinished()) {
      return;
    }
    String refusal = refusal(run, views);
    if (refusal != null) {
      loop.ended(run, new State.Failed(refusal, loop.now(), Optional.empty()));
      return;
    }
    expanded(run, views, views.getFirst().width(), true);
  }

  private void expanded(NodeRun run, List<Slices> views, int width, boolean isNews) {
    if (run.level() < run.node.scope().depth()) {
      run.scopeView = views.isEmpty() ? null : views.getFirst();
    } else {
      run.views = views.toArray(Slices[]::new);
    }
    run.expand(width);
    if (isNews) {
      loop.recorder().own(run, new State.Mapped("", loop.now(), width, java.util.Map.of()));
    }
    loop.recorder().expanded(run);
    loop.wiring().expanded(run);
    if (width == 0) {
      loop.allChildrenFinished(run);
    } else if (run.isLowest()) {
      loop.wiring().addChildren(run);
    } else {
      loop.wiring().addGroups(run);
    }
  }

  private @Nullable String refusal(NodeRun run, List<Slices> views) {
    boolean same = views.stream().map(Slices::width).distinct().count() == 1;
    if (!same) {
      StringBuilder widths = new StringBuilder("mapped arguments differ in width:");
      List<Source.Sliced> sources = dimension(run);
      for (int i = 0; i < views.size(); i++) {
        widths
            .append(i == 0 ? " " : ", ")
            .append(describe(sources.get(i)))
            .append(" has ")
            .append(views.get(i).width());
      }
      return widths.toString();
    }
    int limit = limit(run);
    if (views.getFirst().width() > limit) {
      return "more than "
          + limit
          + " elements to map over; allow more with .widthLimit(…) on the task or the flow, or map over"
          + " batches";
    }
    return null;
  }

  private static String describe(Source.Sliced source) {
    return Sources.behind(source).stream()
        .map(node -> "'" + node.name() + "'")
        .collect(
            Collectors.collectingAndThen(
                Collectors.joining(" and "), s -> s.isEmpty() ? "a list" : s));
  }
}
