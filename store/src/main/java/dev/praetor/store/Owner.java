package dev.praetor.store;

/**
 * The process a run belongs to.
 *
 * @param name for people
 * @param epoch how often it was claimed
 * @param alive whether that process is there
 */
public record Owner(String name, int epoch, boolean alive) {}
