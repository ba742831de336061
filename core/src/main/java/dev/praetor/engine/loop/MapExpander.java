package dev.praetor.engine.loop;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.Transition;
import dev.praetor.engine.Verdict;
import dev.praetor.engine.events.TurnClock;
import dev.praetor.engine.graph.Dependency;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.taskruns.ElementHashes;
import dev.praetor.engine.taskruns.MapRefusals;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.NodeRuns;
import dev.praetor.engine.taskruns.Slices;
import dev.praetor.engine.taskruns.ValueReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Expands mapped nodes into their children, once the widths of their arguments are known. Reading a
 * list may run code of the author (it may be any Iterable), so lists are read through {@link
 * AuthorCalls}. For the owner of the run.
 */
final class MapExpander {
  private static final Duration LONGEST_LABELS = Duration.ofSeconds(1);
  private final RunContext context;
  private final NodeRuns runs;
  private final KnownBefore before;
  private final StartRule rule;
  private final DependencyTracker tracker;
  private final Recorder recorder;
  private final TaskRunEnds ends;
  private final TurnClock clock;
  private final MapRefusals refusals;
  private final AuthorCalls calls;
  private final ChildLabels labels;

  MapExpander(
      RunContext context,
      NodeRuns runs,
      KnownBefore before,
      StartRule rule,
      DependencyTracker tracker,
      Recorder recorder,
      TaskRunEnds ends,
      AuthorCalls calls,
      TurnClock clock) {
    this.context = context;
    this.runs = runs;
    this.before = before;
    this.rule = rule;
    this.tracker = tracker;
    this.recorder = recorder;
    this.ends = ends;
    this.calls = calls;
    this.clock = clock;
    this.labels = new ChildLabels(context);
    this.refusals = new MapRefusals(runs, context.request().options());
  }

  /** Opens a node whose upstreams have all ended, or have a width, at its level. */
  void open(NodeRun run) {
    Optional<KnownBefore.Children> known = before.children(run);
    if (known.isPresent()) {
      expandAgain(run, known.get());
      return;
    }
    if (before.settlesNode(run)) {
      return;
    }
    rule.ofSharedBranches(
        run,
        verdict -> {
          switch (verdict) {
            case Verdict.Run _ -> openInBranch(run);
            case Verdict.Stay stay -> ends.endNode(run, stay.state(clock.now()));
          }
        });
  }

  private void openInBranch(NodeRun run) {
    if (!isAvailable(run)) {
      if (!tracker.awaitsUpstreamEnds(run)) {
        endWithoutChildren(run);
      }
    } else if (decidesAsWhole(run) && !run.isStartRuleApplied()) {
      rule.ofNode(
          run,
          verdict -> {
            switch (verdict) {
              case Verdict.Run _ -> {
                run.setStartRuleApplied();
                expand(run);
              }
              case Verdict.Stay stay -> stay(run, stay.state(clock.now()));
            }
          });
    } else {
      expand(run);
    }
  }

  private void stay(NodeRun run, State state) {
    if (state.isFinished()) {
      ends.endNode(run, state);
    } else {
      recorder.own(run, state);
    }
  }

  /**
   * Ends a node that has no children, by skip rule and trigger; if these let the node run, it fails
   * because there is nothing to map over.
   */
  void endWithoutChildren(NodeRun run) {
    rule.ofNode(
        run,
        verdict -> {
          State stays = verdict instanceof Verdict.Stay stay ? stay.state(clock.now()) : null;
          if (stays != null && stays.isFinished()) {
            ends.endNode(run, stays);
          } else {
            refuse(run, refusals.nothingToMapOver(run));
          }
        });
  }

  /** Returns whether the lists that this level is mapped over exist. */
  private boolean isAvailable(NodeRun run) {
    for (Dependency need : run.node.dependencies()) {
      if (need.shared() > run.level()) {
        NodeRun up = runs.nearest(need.upstream(), run.prefix, run.level());
        if (up.level() < run.level() || !up.isExpanded()) {
          return false;
        }
      }
    }
    return run.mappedOver().stream().allMatch(source -> exists(source, run));
  }

  private boolean exists(Source.Sliced source, NodeRun run) {
    return switch (source) {
      case Source.Outputs outputs -> {
        NodeRun up = runs.at(outputs.node(), run.prefix, outputs.node().dimensions() - 1);
        yield up != null && up.isExpanded();
      }
      case Source.Each each -> context.values().isPresent(each.list(), run, run.prefix);
      case Source.SelectEach select -> exists(select.from(), run);
      case Source.FlattenEach flatten -> exists(flatten.lists(), run);
    };
  }

  /**
   * Returns whether skip rule and trigger apply to the node as a whole, because every child would
   * see the same upstreams.
   */
  private static boolean decidesAsWhole(NodeRun run) {
    return run.isLowest()
        && run.node.dependencies().stream()
            .noneMatch(
                need -> need.shared() > run.level() || need.mode() == Dependency.Mode.JOINED);
  }

  /** Reads the lists of a node, then creates its children. */
  void expand(NodeRun run) {
    Optional<Lists> known = withoutReading(run);
    if (known.isPresent()) {
      labelled(run, known.get());
      return;
    }
    calls.call(
        run,
        -1,
        () -> read(run),
        answer -> {
          switch (answer) {
            case AuthorCalls.Answer.Value<Lists> read -> labelled(run, read.value());
            case AuthorCalls.Answer.Thrown<Lists> thrown -> failed(run, thrown.failure());
          }
        });
  }

  /**
   * The lists that a node is mapped over.
   *
   * @param elements their elements, where they have to be recorded
   */
  private record Lists(List<Slices> views, Optional<ElementHashes> elements) {}

  /**
   * Returns the lists of a node that is mapped over the children of other nodes only, of which no
   * more than the number is needed, so that no code of the author is called.
   */
  private Optional<Lists> withoutReading(NodeRun run) {
    List<Slices> views = new ArrayList<>();
    for (Source.Sliced source : run.mappedOver()) {
      if (!(source instanceof Source.Outputs outputs)) {
        return Optional.empty();
      }
      views.add(context.values().children(outputs, run.prefix).orElseThrow());
    }
    return Optional.of(new Lists(views, Optional.empty()));
  }

  private Lists read(NodeRun run) throws Exception {
    List<Slices> views = new ArrayList<>();
    for (Source.Sliced source : run.mappedOver()) {
      views.add(view(source, run).orElseThrow());
    }
    boolean isRecorded = !context.journal().isVolatile() && refusals.of(run, views).isEmpty();
    return new Lists(
        views, isRecorded ? ElementHashes.of(views, context.codecs()) : Optional.empty());
  }

  /**
   * Creates the children, with their labels where the arguments of the labels are known. Labels
   * that take too long are left to the attempts.
   */
  private void labelled(NodeRun run, Lists lists) {
    List<Slices> views = lists.views();
    if (refusals.of(run, views).isPresent() || !labels.areKnown(run, views)) {
      made(run, lists);
      return;
    }
    calls.call(
        run,
        -1,
        Optional.of(LONGEST_LABELS),
        () -> labels.of(run, views),
        answer -> {
          made(run, lists);
          if (answer instanceof AuthorCalls.Answer.Value<String[]> read && run.hasChildren()) {
            for (int i = 0; i < read.value().length; i++) {
              run.children().setLabel(i, read.value()[i]);
            }
          }
        });
  }

  private Optional<Slices> view(Source.Sliced source, NodeRun run) throws Exception {
    ValueReader values = context.values();
    return values.view(source, run, run.prefix, refusals.widthLimit(run));
  }

  private void failed(NodeRun run, Failure failure) {
    String message = "the list to map over could not be read: " + failure.summary();
    ends.endNode(run, new State.Failed(message, clock.now(), Optional.of(failure)));
  }

  private void made(NodeRun run, Lists lists) {
    List<Slices> views = lists.views();
    Optional<String> refusal = refusals.of(run, views);
    if (refusal.isPresent()) {
      refuse(run, refusal.get());
    } else {
      lists.elements().ifPresent(elements -> recorder.elements(run, elements));
      expanded(run, views, views.getFirst().width(), true);
    }
  }

  private void refuse(NodeRun run, String why) {
    ends.endNode(run, new State.Failed(why, clock.now(), Optional.empty()));
  }

  /** Creates the children that a node had before, whose states are recorded. */
  private void expandAgain(NodeRun run, KnownBefore.Children known) {
    if (decidesAsWhole(run)) {
      run.setStartRuleApplied();
    }
    for (Transition transition : known.history()) {
      if (!transition.state().isFinished()) {
        recorder.restoredOwn(run, transition.state());
      }
    }
    if (!known.needsLists()) {
      madeAgain(run, known, List.of());
      return;
    }
    calls.call(
        run,
        -1,
        () -> readAgain(run, known),
        answer -> {
          // A list that was not kept is needed only by children that have ended.
          Optional<List<Slices>> views =
              answer instanceof AuthorCalls.Answer.Value<Optional<List<Slices>>> read
                  ? read.value()
                  : Optional.of(List.of());
          if (views.isPresent()) {
            madeAgain(run, known, views.get());
          } else {
            boolean isUnknown = known.elements().filter(ElementHashes::hasUnknown).isPresent();
            refuse(
                run,
                isUnknown ? MapRefusals.incomparableElements(run) : MapRefusals.otherElements(run));
          }
        });
  }

  /** Returns the lists in the order of the children; empty if they have other elements now. */
  private Optional<List<Slices>> readAgain(NodeRun run, KnownBefore.Children known)
      throws Exception {
    List<Slices> views = new ArrayList<>();
    for (Source.Sliced source : run.mappedOver()) {
      view(source, run).ifPresent(views::add);
    }
    if (views.size() != run.mappedOver().size()) {
      return Optional.of(List.of());
    }
    return known.elements().isPresent()
        ? known.elements().get().inOrder(views, context.codecs())
        : Optional.of(views);
  }

  private void madeAgain(NodeRun run, KnownBefore.Children known, List<Slices> views) {
    Optional<String> refusal = MapRefusals.ofRecorded(known.width(), views);
    if (refusal.isPresent()) {
      refuse(run, refusal.get());
    } else {
      if (known.history().isEmpty()) {
        known.elements().ifPresent(elements -> recorder.elements(run, elements));
      }
      expanded(run, views, known.width(), known.history().isEmpty());
    }
  }

  private void expanded(NodeRun run, List<Slices> views, int width, boolean isNews) {
    run.expand(width, views);
    if (isNews) {
      recorder.own(run, new State.Mapped("", clock.now(), width, Map.of()));
    }
    recorder.expanded(run);
    tracker.expanded(run);
    if (width == 0) {
      tracker.childrenFinished(run);
    } else if (run.isLowest()) {
      tracker.addChildren(run);
    } else {
      tracker.addGroups(run);
    }
  }
}
