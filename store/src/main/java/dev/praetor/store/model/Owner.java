package dev.praetor.store.model;

/**
 * The process that may write to a run.
 *
 * @param name the name of the process: {@code user@host, process 123}
 * @param epoch the number of this owner among all owners of the run, from 1
 * @param alive true if the process still has the store open, as far as this process can determine
 */
public record Owner(String name, int epoch, boolean alive) {}
