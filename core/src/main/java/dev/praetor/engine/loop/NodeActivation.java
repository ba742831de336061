package dev.praetor.engine.loop;

import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.engine.events.TurnClock;
import dev.praetor.engine.taskruns.NodeEnds;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.ReadyLanes;
import dev.praetor.engine.taskruns.Upstreams;
import java.util.Optional;

/**
 * Acts on the notifications of the dependency tracker: opens nodes, starts children and ends mapped
 * nodes whose children have ended. For the owner of the run.
 */
final class NodeActivation implements DependencyTracker.Listener {
  private final KnownBefore before;
  private final Stopping stopping;
  private final Upstreams upstreams;
  private final StartGate gate;
  private final ReadyLanes lanes;
  private final MapExpander expander;
  private final Recorder recorder;
  private final Confinement confinement;
  private final TurnClock clock;

  NodeActivation(
      KnownBefore before,
      Stopping stopping,
      Upstreams upstreams,
      StartGate gate,
      ReadyLanes lanes,
      MapExpander expander,
      Recorder recorder,
      Confinement confinement,
      TurnClock clock) {
    this.before = before;
    this.stopping = stopping;
    this.upstreams = upstreams;
    this.gate = gate;
    this.lanes = lanes;
    this.expander = expander;
    this.recorder = recorder;
    this.confinement = confinement;
    this.clock = clock;
  }

  @Override
  public void nodeReady(NodeRun run) {
    if (!run.isFinished()) {
      confinement.run(run, run.isSingle() ? 0 : -1, () -> open(run));
    }
  }

  private void open(NodeRun run) {
    if (stopping.stops(run.node) && !stopping.keepsRecord(run)) {
      stopping.cancelNode(run);
      return;
    }
    upstreams.readShared(run);
    if (run.isSingle()) {
      childReady(run, 0);
    } else {
      expander.open(run);
    }
  }

  @Override
  public void childrenReady(NodeRun run) {
    lanes.open(run);
  }

  @Override
  public void childReady(NodeRun run, int index) {
    if (run.children().type(index) == StateType.PENDING) {
      confinement.run(run, index, () -> gate.enter(run, index, lanes::ready));
    }
  }

  @Override
  public void childrenFinished(NodeRun run) {
    Optional<State> recorded = before.recordedEnd(run);
    if (recorded.isPresent()) {
      recorder.restoredOwn(run, recorded.get());
    } else {
      recorder.own(run, NodeEnds.ofChildren(run, clock.now()));
    }
  }

  @Override
  public void awaitedUpstreamsEnded(NodeRun run) {
    if (!run.isFinished()) {
      expander.endWithoutChildren(run);
    }
  }
}
