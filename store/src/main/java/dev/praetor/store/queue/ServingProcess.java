package dev.praetor.store.queue;

import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.worker.Fit;
import dev.praetor.store.worker.Openings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

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
 */
public record ServingProcess(
    String id, Optional<String> code, Optional<String> worker, boolean isolated) {
  /** Returns the condition on the placement of runs that this process may start now, if any. */
  Optional<Fit> fit(QueryRunner query) {
    return code.map(_ -> Openings.now(query, worker).withIsolation(isolation()));
  }

  private Fit.Isolation isolation() {
    if (worker.isEmpty()) {
      return Fit.Isolation.ANY;
    }
    return isolated ? Fit.Isolation.OWN : Fit.Isolation.SHARED;
  }

  /** Returns the room for further runs, which stays as it is until the transaction ends. */
  Openings openings(Connection connection, String lockRows) throws SQLException {
    return code.isPresent()
        ? Openings.locked(connection, lockRows, worker, isolation())
        : Openings.withoutWorker();
  }
}
