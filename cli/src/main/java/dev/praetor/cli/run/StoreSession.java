package dev.praetor.cli.run;

import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.RunId;
import dev.praetor.cli.option.HistoryOptions;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.cli.secret.SecretSources;
import dev.praetor.cli.terminal.CurrentUser;
import dev.praetor.cli.text.RunLabels;
import dev.praetor.engine.RunListener;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.spi.SecretProvider;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.OrderAnswer;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.RunOrigin;
import java.util.Optional;

/** Records the runs of this process in a store, or nowhere. Thread-safe. */
public final class StoreSession implements AutoCloseable {
  private final Optional<RunStore> store;
  private final StoreArguments place;

  private StoreSession(Optional<RunStore> store, StoreArguments place) {
    this.store = store;
    this.place = place;
  }

  /** Creates a session that records runs as these options say. */
  public static StoreSession of(HistoryOptions options) {
    return options
        .store()
        .map(StoreSession::in)
        .orElseGet(() -> new StoreSession(Optional.empty(), options.place()));
  }

  /** Creates a session that records nothing. */
  static StoreSession none() {
    return new StoreSession(Optional.empty(), new StoreArguments());
  }

  public static StoreSession in(StoreArguments where) {
    return new StoreSession(Optional.of(where.open()), where);
  }

  public Optional<RunStore> store() {
    return store;
  }

  /** Returns the same run with the secrets of its target. */
  public LocalRun<?> withSecrets(LocalRun<?> run, String target) {
    return run.with(settings -> settings.withSecrets(secrets(target)));
  }

  /** Returns the secrets of a target. */
  SecretProvider secrets(String target) {
    return SecretSources.of(target, store, place);
  }

  public boolean keeps() {
    return store.isPresent();
  }

  /** Returns the same run, set to be recorded here. */
  public LocalRun<?> kept(LocalRun<?> run, Flow<?> flow, String target) {
    if (store.isEmpty()) {
      return run;
    }
    RunOrigin origin = RunOrigin.of(target, CurrentUser.name());
    RunSettings.Persistence keeping =
        new RunSettings.Persistence(store.get().journal(flow, origin), store.get().cache());
    return run.with(settings -> settings.withPersistence(keeping).withSlots(store.get().slots()));
  }

  /** Subscribes a run to the orders of other processes, until the subscription is closed. */
  OrderSubscription watch(FlowRun<?> run) {
    return new OrderSubscription(
        store.map(kept -> kept.watch(run.id(), order -> OrderAnswer.of(run, order))));
  }

  /** Returns a listener that subscribes the runs within a run, which have orders of their own. */
  RunListener ordersWithin() {
    return store.map(RunStore::ordersWithin).orElse(RunListener.NONE);
  }

  /** Returns whether somebody has already answered the approval of a task run. */
  boolean isAnswered(RunId run, String task) {
    return store.stream()
        .flatMap(kept -> kept.orders(run).stream())
        .filter(given -> given.refusal().isEmpty())
        .anyMatch(given ->
            switch (given.order()) {
              case RunOrder.Cancel _, RunOrder.Pause _, RunOrder.Resume _ -> false;
              case RunOrder.Skip skip -> skip.task().equals(task);
              case RunOrder.Finish finish -> finish.task().equals(task);
              case RunOrder.Approve approve -> approve.task().equals(task);
              case RunOrder.Refuse refuse -> refuse.task().equals(task);
            });
  }

  /** Returns the message about a run that another process owns now. */
  String ownedElsewhere(RunId run) {
    String owner =
        store
            .flatMap(kept -> kept.find(run))
            .map(found -> found.owner().name())
            .orElse("another process");
    return "run "
        + RunLabels.brief(run)
        + " is now owned by "
        + owner
        + ". Follow it with praetor runs show "
        + RunLabels.brief(run)
        + " --follow"
        + place.again();
  }

  /** Returns the commands that help with a run that did not succeed. */
  String hints(RunId run, Optional<String> task) {
    if (store.isEmpty()) {
      return "";
    }
    String id = RunLabels.brief(run) + place.again();
    return "\nShow details:     praetor runs show "
        + id
        + "\nRestart the run:  praetor runs restart "
        + id
        + task.map(path -> replay(run, path)).orElse("")
        + "\n";
  }

  private String replay(RunId run, String path) {
    return "\nDebug a failure:  praetor runs replay "
        + RunLabels.brief(run)
        + " "
        + quoted(path)
        + place.again();
  }

  /** Quotes a path with brackets, which have a meaning in many shells. */
  private static String quoted(String path) {
    return path.indexOf('[') < 0 ? path : "'" + path + "'";
  }

  @Override
  public void close() {
    store.ifPresent(RunStore::close);
  }
}
