package dev.praetor.server.graphql.read;

import dev.praetor.RunId;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.server.access.Caller;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.ApiError;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds the runs that callers name by an id or by its first characters. */
public record NamedRuns(RunStore store) {
  private static final int SHORTEST = 4;
  private static final int LONGEST = 36;
  private static final int MOST_NAMED = 10;

  /**
   * Returns the only run with these first characters, if there is one.
   *
   * @throws RequestRefused if the text is no beginning of an id, or of the ids of several runs; if
   *     the request is to change a run of a project in which the caller has not the role for it
   */
  public Optional<StoredRun> find(String text) {
    String prefix = text.toLowerCase(Locale.ROOT);
    if (prefix.length() < SHORTEST || prefix.length() > LONGEST || !prefix.matches("[0-9a-f-]+")) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST,
          "a run is named by its id, or by at least %d of its first characters"
              .formatted(SHORTEST));
    }
    Caller caller = Caller.current();
    List<StoredRun> found =
        store.findByPrefix(prefix, Caller.currentScope().only()).stream()
            .filter(run -> caller.sees(FlowKey.of(run.flow())))
            .toList();
    if (found.size() > 1) {
      throw new RequestRefused(
          ApiError.of(
                  ApiCode.BAD_REQUEST,
                  "the ids of several runs begin with '%s'; give more of the id".formatted(prefix))
              .withDetails(
                  found.stream()
                      .limit(MOST_NAMED)
                      .map(run -> Map.<String, Object>of("run", run.id().toString()))
                      .toList()));
    }
    found.forEach(run -> caller.requireIn(FlowKey.of(run.flow()).project()));
    return found.stream().findFirst();
  }

  /**
   * Returns the only run with these first characters.
   *
   * @throws StoreFailed if there is none
   */
  public StoredRun require(String text) {
    return find(text).orElseThrow(() -> StoreFailed.noRun(text));
  }

  /** Returns the id of the only run with these first characters, if there is one. */
  Optional<RunId> id(String text) {
    return find(text).map(StoredRun::id);
  }
}
