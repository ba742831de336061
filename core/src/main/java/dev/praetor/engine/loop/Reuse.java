package dev.praetor.engine.loop;

import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskRun;
import dev.praetor.engine.Journal;
import dev.praetor.engine.events.TurnClock;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.restart.RestartPlan;
import dev.praetor.engine.restart.StartFrom;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.PackedTaskRuns;
import dev.praetor.engine.taskruns.TaskRunExtra;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives the task runs of a restart the results of the earlier run that its plan reuses. For the
 * owner of the run.
 */
final class Reuse implements KnownBefore {
  private final RecordedRun earlier;
  private final RestartPlan plan;
  private final Journal journal;
  private final TaskRunEnds ends;
  private final TurnClock clock;

  Reuse(StartFrom.Restarted restarted, Journal journal, TaskRunEnds ends, TurnClock clock) {
    this.earlier = restarted.earlier();
    this.plan = restarted.plan();
    this.journal = journal;
    this.ends = ends;
    this.clock = clock;
  }

  @Override
  public boolean settles(NodeRun run, int index) {
    if (!plan.reuses(run, index)) {
      return false;
    }
    PackedTaskRuns recorded = earlier.node(run.name()).orElseThrow().packedFor(run);
    StateType type = recorded.type(index);
    if (!type.isSuccessful()) {
      return false;
    }
    PackedTaskRuns children = run.children();
    children.setValue(index, recorded.value(index));
    String label = recorded.label(index);
    if (label != null) {
      children.setLabel(index, label);
    }
    Optional<Journal.EncodedValue> kept =
        earlier.missing(run.name(), run.publicIndex(index)).flatMap(journal::absent);
    ends.end(run, index, reused(type, message(recorded.extra(index))), kept);
    return true;
  }

  private static String message(@Nullable TaskRunExtra extra) {
    State state = extra == null ? null : extra.state();
    return state == null ? "" : state.message();
  }

  /** Returns the state of a reused result, with the run that first made it. */
  private State reused(StateType type, String before) {
    String from = "reused from run " + earlier.header().id();
    String message = before.isEmpty() || before.startsWith("reused from ") ? from : before;
    return switch (type) {
      case SKIPPED -> new State.Skipped(message, clock.now());
      case CACHED -> new State.Cached(message, clock.now());
      default -> new State.Success(message, clock.now());
    };
  }

  @Override
  public boolean settlesNode(NodeRun run) {
    if (!plan.keepsWhole(run)) {
      return false;
    }
    TaskRun own = earlier.node(run.name()).flatMap(RecordedRun.Node::own).orElseThrow();
    ends.endNode(run, reused(own.state().type(), own.state().message()));
    return true;
  }

  @Override
  public Optional<Children> children(NodeRun run) {
    return plan.keepsChildren(run)
        ? earlier
            .widthOf(run.name())
            .map(width ->
                new Children(
                    width,
                    List.of(),
                    KnownBefore.runsAny(plan, run),
                    earlier.elementsOf(run.name())))
        : Optional.empty();
  }
}
