package dev.praetor.engine.loop;

import dev.praetor.InvalidTaskPath;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.TaskRun;
import dev.praetor.engine.events.TurnClock;
import dev.praetor.engine.graph.Work;
import dev.praetor.engine.run.OrderText;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.NodeRuns;
import dev.praetor.engine.taskruns.ReadyLanes;
import dev.praetor.engine.taskruns.Snapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The task runs that wait for approval, and the answers to them. For the owner of the run. */
public final class Approvals {
  private static final Logger LOG = LoggerFactory.getLogger(Approvals.class);
  private final RunContext context;
  private final NodeRuns runs;
  private final Recorder recorder;
  private final TaskRunEnds ends;
  private final ReadyLanes lanes;
  private final MapExpander expander;
  private final TurnClock clock;

  Approvals(
      RunContext context,
      NodeRuns runs,
      Recorder recorder,
      TaskRunEnds ends,
      ReadyLanes lanes,
      MapExpander expander,
      TurnClock clock) {
    this.context = context;
    this.runs = runs;
    this.recorder = recorder;
    this.ends = ends;
    this.lanes = lanes;
    this.expander = expander;
    this.clock = clock;
  }

  /** Resumes a paused task run; returns whether there is a paused task run at this path. */
  public boolean approve(String path, String by) {
    Optional<NodeRuns.Found> paused = findPaused(path);
    if (paused.isEmpty()) {
      return false;
    }
    String who = masked(by);
    LOG.atInfo()
        .addKeyValue("run", context.id())
        .addKeyValue("task", path)
        .log("approved by {}", who);
    approve(paused.get().run(), paused.get().index(), OrderText.of(OrderText.APPROVED, who, ""));
    return true;
  }

  private void approve(NodeRun run, int index, String message) {
    if (index < 0) {
      run.setStartRuleApplied();
      recorder.own(run, new State.Pending(message, clock.now()));
      expander.expand(run);
      return;
    }
    recorder.extra(run, index).approve();
    if (run.node.work() instanceof Work.Approval) {
      run.children().setValue(index, null);
      ends.end(run, index, new State.Success(message, clock.now()));
    } else {
      recorder.enter(run, index, new State.Pending(message, clock.now()));
      lanes.ready(run, index);
    }
  }

  /** Fails a paused task run; returns whether there is a paused task run at this path. */
  public boolean refuse(String path, String by, String why) {
    Optional<NodeRuns.Found> paused = findPaused(path);
    if (paused.isEmpty()) {
      return false;
    }
    NodeRun run = paused.get().run();
    int index = paused.get().index();
    String message = OrderText.of(OrderText.REFUSED, masked(by), masked(why));
    if (index < 0) {
      ends.endNode(run, new State.Failed(message, clock.now(), Optional.empty()));
    } else {
      ends.refuse(run, index, message);
    }
    return true;
  }

  /** Masks what a person wrote, in which a secret of the run may be. */
  private String masked(String text) {
    return context.masker().mask(text);
  }

  private Optional<NodeRuns.Found> findPaused(String path) {
    return parse(path)
        .flatMap(runs::find)
        .filter(found -> type(found.run(), found.index()) == StateType.PAUSED);
  }

  /**
   * Parses a path; a text that is not a path is the path of no task run, which is not an error of
   * the run.
   */
  private static Optional<TaskPath> parse(String path) {
    try {
      return Optional.of(TaskPath.parse(path));
    } catch (InvalidTaskPath e) {
      return Optional.empty();
    }
  }

  private static StateType type(NodeRun run, int index) {
    return index < 0 ? run.own() : run.children().type(index);
  }

  /** Returns the task runs that wait for approval. */
  public List<TaskRun> paused() {
    List<TaskRun> paused = new ArrayList<>();
    runs.roots().forEach(root -> addPaused(root, paused));
    return paused;
  }

  private static void addPaused(NodeRun run, List<TaskRun> paused) {
    NodeRun[] groups = run.groups();
    if (groups != null) {
      for (NodeRun group : groups) {
        addPaused(group, paused);
      }
    } else if (!run.isExpanded()) {
      if (run.own() == StateType.PAUSED) {
        paused.add(Snapshots.nodeRun(run));
      }
    } else if (run.children().count(StateType.PAUSED) > 0) {
      for (int i = 0; i < run.width(); i++) {
        if (run.children().type(i) == StateType.PAUSED) {
          paused.add(Snapshots.taskRun(run, i));
        }
      }
    }
  }
}
