package dev.praetor.store.cache;

import dev.praetor.RunId;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.store.db.IndexKey;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.model.StoreFailed;
import java.util.List;
import java.util.Optional;

/**
 * Makes the keys of cached results, which have the project of a run in front; the default project
 * has none. Thread-safe.
 *
 * @param project the project of the run, as it is recorded
 */
record ProjectKeys(String project) {
  private static final char SEPARATOR = '/';
  private static final char AFTER_HASH = ':';

  /** Returns the keys for a run; empty if it is not recorded, so that its project is unknown. */
  static Optional<ProjectKeys> find(QueryRunner query, RunId run) {
    return query.first(
        "SELECT flow FROM flow_run WHERE id = ?",
        List.of(run.toString()),
        row -> new ProjectKeys(FlowKey.of(row.getString("flow")).project()));
  }

  /**
   * Returns the keys for a run.
   *
   * @throws StoreFailed if the run is not recorded, so that its project is unknown
   */
  static ProjectKeys of(QueryRunner query, RunId run) {
    return find(query, run).orElseThrow(() -> StoreFailed.noRun(run));
  }

  /** Returns the key of a text, which no text has in another project. */
  String of(String text) {
    // Runners send any text: also one like the key in another project, or like the hash of a key.
    boolean isPlain = text.indexOf(SEPARATOR) < 0 && text.indexOf(AFTER_HASH) < 0;
    boolean alone = isPlain && project.equals(Registration.DEFAULT_PROJECT);
    return IndexKey.of(alone ? text : project + SEPARATOR + text);
  }
}
