package dev.praetor.worker;

import dev.praetor.store.model.WorkerOffer;
import java.util.UUID;

/**
 * A worker as it introduces itself.
 *
 * @param id its id, new for each start
 * @param name the name that it wants
 * @param offer the runs that it takes
 * @param version its version of Praetor
 */
public record WorkerIdentity(String id, String name, WorkerOffer offer, String version) {
  /** Returns a worker with a new id. */
  public static WorkerIdentity of(String name, WorkerOffer offer, String version) {
    return new WorkerIdentity(UUID.randomUUID().toString(), name, offer, version);
  }
}
