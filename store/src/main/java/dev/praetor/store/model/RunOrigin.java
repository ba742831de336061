package dev.praetor.store.model;

/**
 * The place where the code of a run's flow is found again, and who started the run.
 *
 * @param target the absolute path of a {@code .java} or {@code .jar} file, or the name of a class
 */
public record RunOrigin(String target, String user) {}
