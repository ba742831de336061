package dev.praetor.store.worker;

import dev.praetor.store.db.ProcessId;
import dev.praetor.store.model.WorkerOffer;

/**
 * A worker to be recorded.
 *
 * @param id its id, new for each start
 * @param name the name that it wants; it gets a number if another worker of the name is alive
 * @param version its version of Praetor
 * @param draining true if it takes no runs
 */
public record NewWorker(
    String id,
    String name,
    WorkerOffer offer,
    ProcessId process,
    String version,
    boolean draining) {}
