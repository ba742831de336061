package dev.praetor.cli.place;

import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.cli.recorded.RunIntents;
import dev.praetor.cli.terminal.CurrentUser;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.GivenOrder;
import dev.praetor.store.model.PruneFilter;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.StoredRun;
import java.util.List;
import java.util.Optional;

/** Changes of the runs of a store that this process has open. */
record StoreIntents(RunStore store) implements RunIntents {
  @Override
  public Given order(RunId run, RunOrder order) {
    String id = store.order(run, order);
    return () ->
        store.orders(run).stream()
            .filter(given -> given.id().equals(id))
            .map(GivenOrder::refusal)
            .flatMap(Optional::stream)
            .findFirst();
  }

  @Override
  public boolean hold(RunId run, String why) {
    return store.waiting().hold(run, CurrentUser.name(), why);
  }

  @Override
  public boolean release(RunId run, String why) {
    return store.waiting().release(run);
  }

  @Override
  public void pauseLost(StoredRun run, String why) {
    store.pauseLost(run.id(), CurrentUser.name(), why);
  }

  @Override
  public void reopen(RunId run, String why) {
    store.reopen(run, CurrentUser.name(), why);
  }

  @Override
  public void setState(RunId run, StateType state, String why) {
    store.setState(run, state, CurrentUser.name(), why);
  }

  @Override
  public void pin(RunId run) {
    boolean _ = store.pinnedRuns().pin(run, CurrentUser.name());
  }

  @Override
  public void unpin(RunId run) {
    boolean _ = store.pinnedRuns().unpin(run);
  }

  @Override
  public void delete(RunId run) {
    store.delete(run);
  }

  @Override
  public List<RunId> prunable(PruneFilter filter) {
    return store.prune(filter.withDryRun()).runs();
  }

  @Override
  public Pruned prune(PruneFilter filter) {
    PruneFilter.Pruned pruned = store.prune(filter);
    return new Pruned(pruned.runs().size(), pruned.blobs());
  }

  @Override
  public int dropResults(RunId run, Optional<TaskPath> path) {
    return path.map(at -> store.dropResults(run, at)).orElseGet(() -> store.dropResults(run));
  }
}
