package dev.praetor.cli.run;

import dev.praetor.RunId;
import dev.praetor.cli.option.HistoryOptions;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.cli.secret.SecretSources;
import dev.praetor.cli.terminal.CurrentUser;
import dev.praetor.cli.text.RunLabels;
import dev.praetor.cli.variable.VariableSources;
import dev.praetor.embedded.PraetorEngine;
import dev.praetor.embedded.run.EngineSettings;
import dev.praetor.embedded.serve.LoggedSchedules;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.RunOrigin;
import java.util.Map;
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

  /** Returns the settings of an engine for the flows of a target. */
  EngineSettings settings(String target) {
    return EngineSettings.defaults()
        .withSecrets(SecretSources.of(target, store, place))
        .withVariables(VariableSources.ofRuns(store, place))
        .withOrigin(RunOrigin.of(target, CurrentUser.name()));
  }

  /** Opens an engine for the flows of a target, where runs are recorded. */
  public PraetorEngine engine(String target) {
    return engine(settings(target));
  }

  PraetorEngine engine(EngineSettings settings) {
    return new PraetorEngine(store.orElseThrow(), settings, new LoggedSchedules());
  }

  public boolean keeps() {
    return store.isPresent();
  }

  /** Returns the labels of a run; none if it is not recorded. */
  Map<String, String> labels(RunId run) {
    return store
        .flatMap(kept -> kept.find(run))
        .map(found -> found.entry().labels())
        .orElse(Map.of());
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
