package dev.praetor.store.queue;

import dev.praetor.store.db.Database;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.worker.Fit;
import dev.praetor.store.worker.Openings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/**
 * A process that starts waiting runs, as the store sees it.
 *
 * @param id its id in the store
 * @param code the SHA-256 of the registered package whose code it runs; absent for other code. It
 *     starts and resumes only the runs of its own code
 * @param worker the id of the worker that started it; absent for any other process. Only runs of
 *     registered packages have workers
 * @param isolated true if it starts only runs that get a process of their own; a process of a
 *     worker that is not isolated starts only others
 * @param versions the hashes of the descriptions of the flows that it serves itself; it starts and
 *     resumes only their runs, whatever their pools. Empty if it has a package, or other code
 */
public record ServingProcess(
    String id,
    Optional<String> code,
    Optional<String> worker,
    boolean isolated,
    Set<String> versions) {
  public ServingProcess {
    versions = Set.copyOf(versions);
  }

  /** Returns the condition on the placement of runs that this process may start now, if any. */
  Optional<Fit> fit(QueryRunner query) {
    return placed().map(_ -> Openings.now(query, worker).withIsolation(isolation()));
  }

  /** Returns the package of this process, if workers take its runs. */
  private Optional<String> placed() {
    return versions.isEmpty() ? code : Optional.empty();
  }

  private Fit.Isolation isolation() {
    if (worker.isEmpty()) {
      return Fit.Isolation.ANY;
    }
    return isolated ? Fit.Isolation.OWN : Fit.Isolation.SHARED;
  }

  /** Returns the room for further runs, which stays as it is until the transaction ends. */
  Openings openings(Connection connection, Database database) throws SQLException {
    return placed().isPresent()
        ? Openings.locked(connection, database, worker, isolation())
        : Openings.withoutWorker();
  }
}
