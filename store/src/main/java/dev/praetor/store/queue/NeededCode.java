package dev.praetor.store.queue;

import dev.praetor.RunId;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The packages whose code is needed by runs that are due and have not ended. Thread-safe. */
public final class NeededCode {
  private final QueryRunner query;
  private final InstantSource clock;

  public NeededCode(QueryRunner query, InstantSource clock) {
    this.query = query;
    this.clock = clock;
  }

  /** Returns the SHA-256 of each package that is needed now. */
  public Set<String> now() {
    return new HashSet<>(
        query.all(
            "SELECT DISTINCT code FROM flow_run"
                + " WHERE code IS NOT NULL AND ended IS NULL AND scheduled <= ?",
            List.of(Micros.micros(clock.instant())),
            row -> row.getString("code")));
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

  /** Returns the next time at which a run is due that may need another package. */
  public Optional<Instant> nextDue() {
    return query
        .first(
            "SELECT min(scheduled) AS due FROM flow_run"
                + " WHERE code IS NOT NULL AND ended IS NULL AND scheduled > ?",
            List.of(Micros.micros(clock.instant())),
            row -> QueryRunner.time(row, "due"))
        .flatMap(due -> due);
  }
}
