package dev.praetor.store.model;

/**
 * The process that may write to a run.
 *
 * @param name {@code user@host, process 123}
 * @param epoch counts the owners the run has had, from 1
 * @param alive whether that process still has the store open, as far as can be told from here
 */
public record Owner(String name, int epoch, boolean alive) {}
