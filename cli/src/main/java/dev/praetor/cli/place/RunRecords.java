package dev.praetor.cli.place;

import dev.praetor.StateType;
import dev.praetor.Transition;
import dev.praetor.client.model.LogLine;
import dev.praetor.client.model.RunInfo;
import dev.praetor.client.model.RunOwner;
import dev.praetor.client.model.TaskRunInfo;
import dev.praetor.engine.Journal;
import dev.praetor.engine.task.Placement;
import dev.praetor.store.model.BlobRef;
import dev.praetor.store.model.Owner;
import dev.praetor.store.model.OwnerLife;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.model.RunOrigin;
import dev.praetor.store.model.StoredLog;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Turns what a server says about runs into the records that commands print. */
final class RunRecords {
  private RunRecords() {}

  static StoredRun run(RunInfo run) {
    return run(run, run.history());
  }

  /** Returns a run in its recorded state, also if it is shown in another one. */
  static StoredRun recorded(RunInfo run) {
    List<Transition> history = run.history();
    boolean isShown =
        history.size() > 1
            && (run.state().type() != run.status().state()
                || !run.state().message().equals(run.status().message()));
    return run(run, isShown ? history.subList(0, history.size() - 1) : history);
  }

  private static StoredRun run(RunInfo run, List<Transition> history) {
    RunInfo.Input input = run.input();
    RunInfo.Lineage lineage = run.lineage();
    RunInfo.Times times = run.times();
    return new StoredRun(
        run.id(),
        new StoredRun.Definition(
            run.flow(),
            run.code().version(),
            run.name(),
            input.parameters().toString(),
            input.parameterNotes()),
        new StoredRun.Lineage(
            new RunOrigin(run.code().target(), lineage.createdBy()),
            lineage
                .parent()
                .map(parent -> new Journal.Parent(parent, lineage.parentTask().orElse(""))),
            lineage.restartOf()),
        new StoredRun.RunTimes(times.created(), times.scheduled(), times.started(), times.ended()),
        history,
        owner(run),
        new RunEntry(
            input.priority(),
            input.labels(),
            input.idempotencyKey(),
            false,
            new Placement(input.pool(), input.needs(), false)));
  }

  private static Owner owner(RunInfo run) {
    RunOwner owner = run.owner();
    RunInfo.Ownership ownership = run.ownership();
    return new Owner(
        owner.id(),
        owner.name(),
        ownership.attempt(),
        life(owner),
        owner.suspect(),
        ownership.crashes());
  }

  private static OwnerLife life(RunOwner owner) {
    return switch (owner.life()) {
      case ALIVE -> OwnerLife.ALIVE;
      case HEARD -> OwnerLife.HEARD;
      case SILENT -> OwnerLife.SILENT;
      case ENDED -> OwnerLife.ENDED;
    };
  }

  /** Returns a run with what is known now about the life of its owner. */
  static StoredRun withLife(StoredRun run, RunOwner settled) {
    Owner owner = run.owner();
    boolean isSame = owner.id().equals(settled.id());
    return new StoredRun(
        run.id(),
        run.definition(),
        run.lineage(),
        run.times(),
        run.history(),
        isSame
            ? new Owner(
                owner.id(),
                owner.name(),
                owner.epoch(),
                life(settled),
                settled.suspect(),
                owner.crashes())
            : owner,
        run.entry());
  }

  static StoredTaskRun taskRun(TaskRunInfo row) {
    return new StoredTaskRun(
        row.node(),
        row.index(),
        row.label(),
        row.state(),
        new StoredTaskRun.Execution(row.attempts(), row.times().started(), row.times().ended()),
        new StoredTaskRun.Result(
            row.state().type() == StateType.SKIPPED
                ? Optional.empty()
                : row.result().value().map(JsonNode::toString),
            row.result().size().map(size -> new BlobRef("", size)),
            row.result().omitted(),
            row.failure()),
        row.history());
  }

  static StoredLog log(LogLine line) {
    return new StoredLog(
        line.id(),
        line.node(),
        line.index(),
        line.attempt(),
        line.time(),
        line.level(),
        line.logger(),
        line.text());
  }
}
