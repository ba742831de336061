package dev.praetor.engine.run;

/** Something a task left for people to look at. Immutable. */
public record RunArtifact(String taskRun, String name, String content) {}
