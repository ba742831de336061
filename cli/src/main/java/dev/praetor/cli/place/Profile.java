package dev.praetor.cli.place;

/**
 * A server that a person works with, and the key for it.
 *
 * @param used true if commands work on it without further options
 */
public record Profile(String name, String server, String key, boolean used) {}
