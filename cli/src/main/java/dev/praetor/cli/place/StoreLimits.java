package dev.praetor.cli.place;

import dev.praetor.RunId;
import dev.praetor.TaskPath;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.cli.terminal.CurrentUser;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.RunLimit;
import java.util.List;
import java.util.Optional;

/** The limits in a store, which is opened for each call. */
record StoreLimits(StoreArguments place) implements RunLimits {
  private static final int MOST_HOLDERS = 1_000;

  @Override
  public List<RunLimit> list() {
    Optional<RunStore> opened = place.openIfThere();
    if (opened.isEmpty()) {
      return List.of();
    }
    try (RunStore store = opened.get()) {
      return store.limits().list();
    }
  }

  @Override
  public List<RunLimit.Holder> holders(RunLimit.Key limit) {
    Optional<RunStore> opened = place.openIfThere();
    if (opened.isEmpty()) {
      return List.of();
    }
    try (RunStore store = opened.get()) {
      return store.limits().holders(List.of(limit), MOST_HOLDERS).getOrDefault(limit, List.of());
    }
  }

  @Override
  public void release(String tag, RunId run, TaskPath task) {
    try (RunStore store = place.open()) {
      store.limits().release(tag, run, task, CurrentUser.name());
    }
  }

  @Override
  public void set(RunLimit.Scope scope, String name, int most) {
    try (RunStore store = place.open()) {
      store.limits().set(scope, name, most, CurrentUser.name());
    }
  }

  @Override
  public boolean delete(RunLimit.Scope scope, String name) {
    Optional<RunStore> opened = place.openIfThere();
    if (opened.isEmpty()) {
      return false;
    }
    try (RunStore store = opened.get()) {
      return store.limits().delete(scope, name, CurrentUser.name());
    }
  }
}
