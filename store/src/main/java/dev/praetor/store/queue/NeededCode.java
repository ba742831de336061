package dev.praetor.store.queue;

import dev.praetor.RunId;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.RunConditions;
import dev.praetor.store.worker.Fit;
import dev.praetor.store.worker.Openings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The packages whose code is needed by runs that a worker takes: runs that are due and may start,
 * and runs in progress. Thread-safe.
 */
public final class NeededCode {
  /** The condition that the package of a run is whole. */
  static final String PACKAGE_THERE =
      """
      EXISTS (SELECT 1 FROM package whole WHERE whole.sha256 = code)
        AND NOT EXISTS (SELECT 1 FROM package_part part WHERE part.package = code
          AND NOT EXISTS (SELECT 1 FROM package_file f WHERE f.sha256 = part.file))
      """;

  /** The packages of runs that have not ended: one look at the index for each of them. */
  private static final String CODES =
      """
      WITH RECURSIVE open_code(code) AS (
        SELECT min(code) FROM flow_run WHERE ended IS NULL AND code IS NOT NULL
        UNION ALL
        SELECT (SELECT min(r.code) FROM flow_run r WHERE r.ended IS NULL AND r.code > open_code.code)
        FROM open_code WHERE open_code.code IS NOT NULL)
      """;

  /** The condition that the process of a run is known to have ended, or that it has none yet. */
  private static final String WITHOUT_PROCESS =
      "(owner = '' OR EXISTS (SELECT 1 FROM process p WHERE p.id = owner AND p.ended IS NOT NULL)"
          + " OR EXISTS (SELECT 1 FROM runner u WHERE u.process = owner AND u.death IS NOT NULL)"
          + " OR EXISTS (SELECT 1 FROM runner u JOIN worker w ON w.id = u.worker"
          + " WHERE u.process = owner AND w.ended IS NOT NULL))";

  private final QueryRunner query;
  private final InstantSource clock;

  public NeededCode(QueryRunner query, InstantSource clock) {
    this.query = query;
    this.clock = clock;
  }

  /** Returns the SHA-256 of each package that a worker needs now for runs that share a process. */
  public Set<String> now(String worker) {
    Fit fit = Openings.now(query, Optional.of(worker)).withIsolation(Fit.Isolation.SHARED);
    List<Object> bound = new ArrayList<>(fit.bound());
    bound.add(Micros.micros(clock.instant()));
    Set<String> needed =
        new HashSet<>(
            query.all(
                CODES
                    + "SELECT code FROM open_code WHERE code IS NOT NULL AND EXISTS"
                    + " (SELECT 1 FROM flow_run r WHERE r.code = open_code.code AND r.ended IS NULL AND "
                    + fit.condition()
                    + " AND held IS NULL AND scheduled <= ?)",
                bound,
                row -> row.getString("code")));
    needed.remove(FlowPackage.SERVED.sha256());
    needed.removeIf(code -> !isThere(code));
    return needed;
  }

  /**
   * Returns, for each package that a worker needs now, the number of runs that get a process of
   * their own and have none: they wait, or their process has ended.
   */
  public Map<String, Integer> isolated(String worker) {
    Fit fit = Openings.now(query, Optional.of(worker)).withIsolation(Fit.Isolation.OWN);
    List<Object> bound = new ArrayList<>(fit.bound());
    bound.add(Micros.micros(clock.instant()));
    Map<String, Integer> needed = new HashMap<>();
    query.all(
        "SELECT code, count(*) AS n FROM flow_run WHERE "
            + RunConditions.OF_PACKAGE
            + " AND ended IS NULL AND parent IS NULL AND "
            + fit.condition()
            + " AND held IS NULL AND scheduled <= ? AND "
            + WITHOUT_PROCESS
            + " GROUP BY code",
        bound,
        row -> needed.put(row.getString("code"), row.getInt("n")));
    needed.keySet().removeIf(code -> !isThere(code));
    return needed;
  }

  private boolean isThere(String code) {
    return query
        .first(
            "SELECT 1 FROM (SELECT ? AS code) run WHERE " + PACKAGE_THERE,
            List.of(code),
            row -> true)
        .isPresent();
  }

  /** Returns the SHA-256 of the registered package with the code of a run, if it has one. */
  public Optional<String> of(RunId run) {
    return query
        .first(
            "SELECT code FROM flow_run WHERE id = ?",
            List.of(run.toString()),
            row -> QueryRunner.text(row, "code"))
        .flatMap(code -> code);
  }

  /** Returns the next time at which a run is due that may need another package of a worker. */
  public Optional<Instant> nextDue(String worker) {
    Fit fit = Openings.now(query, Optional.of(worker));
    List<Object> bound = new ArrayList<>(fit.bound());
    bound.add(Micros.micros(clock.instant()));
    return query
        .first(
            "SELECT min(scheduled) AS due FROM flow_run"
                + " WHERE state = 'Scheduled' AND held IS NULL AND "
                + RunConditions.OF_PACKAGE
                + " AND "
                + fit.condition()
                + " AND scheduled > ?",
            bound,
            row -> QueryRunner.time(row, "due"))
        .flatMap(due -> due);
  }
}
