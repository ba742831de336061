package dev.praetor.cli.place;

import dev.praetor.ErrorCode;
import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.cli.recorded.RunIntents;
import dev.praetor.cli.recorded.RunReason;
import dev.praetor.client.Pruning;
import dev.praetor.client.PruningApi;
import dev.praetor.client.RunsApi;
import dev.praetor.client.ServerRefused;
import dev.praetor.client.model.RunInfo;
import dev.praetor.engine.codec.ExactJson;
import dev.praetor.store.model.PruneFilter;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.StoredRun;
import java.util.List;
import java.util.Optional;

/** Changes of the runs of a server. */
record ServerIntents(RunsApi runs, PruningApi pruning) implements RunIntents {
  @Override
  public Given order(RunId run, RunOrder order) {
    try {
      give(run, order);
      return Optional::empty;
    } catch (ServerRefused e) {
      if (e.code() != ErrorCode.CONFLICT) {
        throw e;
      }
      Optional<String> why = Optional.of(String.valueOf(e.getMessage()));
      return () -> why;
    }
  }

  private void give(RunId run, RunOrder order) {
    switch (order) {
      case RunOrder.Cancel cancel -> {
        RunInfo _ = runs.cancel(run, cancel.why());
      }
      case RunOrder.Pause pause -> {
        RunInfo _ = runs.pause(run, pause.why());
      }
      case RunOrder.Resume resume -> {
        RunInfo _ = runs.resume(run, resume.why());
      }
      case RunOrder.Approve approve -> runs.approve(run, TaskPath.parse(approve.task()));
      case RunOrder.Refuse refuse -> runs.refuse(run, TaskPath.parse(refuse.task()), refuse.why());
      case RunOrder.Skip skip -> runs.skip(run, TaskPath.parse(skip.task()), skip.why());
      case RunOrder.Finish finish ->
          runs.finish(
              run,
              TaskPath.parse(finish.task()),
              ExactJson.MAPPER.readTree(finish.value()),
              finish.why());
    }
  }

  @Override
  public boolean hold(RunId run, String why) {
    return runs.pause(run, why).isWaiting();
  }

  @Override
  public boolean release(RunId run, String why) {
    boolean isHeld =
        runs.waiting(run).stream().anyMatch(reason -> reason.kind().equals(RunReason.HELD));
    if (isHeld) {
      RunInfo _ = runs.resume(run, why);
    }
    return isHeld;
  }

  @Override
  public void pauseLost(StoredRun run, String why) {
    RunInfo _ = runs.pause(run.id(), why);
  }

  @Override
  public void reopen(RunId run, String why) {
    RunInfo _ = runs.resume(run, why);
  }

  @Override
  public void setState(RunId run, StateType state, String why) {
    RunInfo _ = runs.setState(run, state, why);
  }

  @Override
  public void pin(RunId run) {
    RunInfo _ = runs.pin(run);
  }

  @Override
  public void unpin(RunId run) {
    RunInfo _ = runs.unpin(run);
  }

  @Override
  public void delete(RunId run) {
    runs.delete(run);
  }

  @Override
  public List<RunId> prunable(PruneFilter filter) {
    return pruning.runs(given(filter));
  }

  @Override
  public Pruned prune(PruneFilter filter) {
    Pruning given = given(filter);
    PruningApi.Pruned last = pruning.prune(given, prunable(filter).size());
    int runs = last.deleted();
    long blobs = last.largeValues();
    while (last.left() > 0) {
      last = pruning.prune(given, last.left());
      runs += last.deleted();
      blobs += last.largeValues();
    }
    return new Pruned(runs, blobs);
  }

  private static Pruning given(PruneFilter filter) {
    return new Pruning(filter.endedBefore(), filter.flow(), Optional.of(filter.keepLatest()));
  }

  @Override
  public int dropResults(RunId run, Optional<TaskPath> path) {
    return path.map(at -> runs.deleteResults(run, at)).orElseGet(() -> runs.deleteResults(run));
  }
}
