package dev.praetor.store.control;

import dev.praetor.RunId;
import dev.praetor.TaskPath;
import dev.praetor.Trigger;
import dev.praetor.engine.graph.Role;
import dev.praetor.engine.spec.FlowSpecReader;
import dev.praetor.engine.spec.NodeDescription;
import dev.praetor.engine.spec.WorkDescription;
import dev.praetor.store.history.RunReader;
import dev.praetor.store.history.TaskReader;
import dev.praetor.store.model.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the clean-up that a lost run has not done. */
record OpenCleanUp(RunReader reader, TaskReader tasks) {
  /** Returns the names of the nodes that still run when the run is cancelled. */
  List<String> of(RunId id) {
    List<String> open = new ArrayList<>();
    StoredRun run = reader.find(id).orElse(null);
    if (run == null || run.state().isFinished()) {
      return open;
    }
    for (NodeDescription node : nodes(run)) {
      if (outlasts(node) && !hasEnded(id, node.name())) {
        open.add(node.name());
      }
    }
    for (RunId child : reader.children(id)) {
      open.addAll(of(child));
    }
    return open;
  }

  /** Returns the nodes of the flow of a run; none if their description is damaged or unknown. */
  private List<NodeDescription> nodes(StoredRun run) {
    try {
      Optional<String> spec = run.version().flatMap(reader::spec);
      return spec.isEmpty() ? List.of() : FlowSpecReader.read(spec.get()).nodes();
    } catch (RuntimeException damaged) {
      return List.of();
    }
  }

  private static boolean outlasts(NodeDescription node) {
    return node.role() == Role.CLEAN_UP
        || node.work() instanceof WorkDescription.Run run
            && !node.mapped()
            && !node.inputs().isEmpty()
            && run.task().policy().trigger().equals(Trigger.ALL_FINISHED.name());
  }

  private boolean hasEnded(RunId run, String node) {
    return tasks.one(run, TaskPath.parse(node)).filter(row -> row.state().isFinished()).isPresent();
  }
}
