package dev.praetor.store.worker;

import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.json.WorkerJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Finds out what belongs to which pools, for callers who are limited to some. Thread-safe. */
public record PoolMembers(QueryRunner query) {
  /** Returns the pools of a worker, which may have ended; empty if it is not recorded. */
  public Optional<List<String>> ofWorker(String id) {
    return query.first(
        "SELECT pools FROM worker WHERE id = ?",
        List.of(id),
        row -> WorkerJson.readTexts(row.getString("pools")));
  }

  /**
   * Returns the pools of the worker of a runner; empty if the runner, or its worker, is not
   * recorded.
   */
  public Optional<List<String>> ofRunner(String id) {
    return query.first(
        "SELECT w.pools FROM runner r JOIN worker w ON w.id = r.worker WHERE r.process = ?",
        List.of(id),
        row -> WorkerJson.readTexts(row.getString("pools")));
  }

  /** Returns whether a process with an id is recorded. */
  public boolean isRecorded(String process) {
    return query
        .first("SELECT 1 FROM process WHERE id = ?", List.of(process), row -> true)
        .isPresent();
  }

  /**
   * Returns whether a run of some pools needs a package: it is one of its runs, and has not ended.
   *
   * @param pools the names of pools, at least one
   */
  public boolean need(List<String> pools, String code) {
    List<Object> bound = new ArrayList<>(pools);
    bound.addFirst(code);
    String places = String.join(", ", Collections.nCopies(pools.size(), "?"));
    return query
        .first(
            "SELECT 1 FROM flow_run WHERE code = ? AND ended IS NULL AND pool IN (%s) LIMIT 1"
                .formatted(places),
            bound,
            row -> true)
        .isPresent();
  }

  /** Returns whether a run of some pools needs a file of a package, named by its hash. */
  public boolean needFile(List<String> pools, String file) {
    return query
        .all(
            "SELECT DISTINCT package FROM package_part WHERE file = ?",
            List.of(file),
            row -> row.getString("package"))
        .stream()
        .anyMatch(code -> need(pools, code));
  }
}
