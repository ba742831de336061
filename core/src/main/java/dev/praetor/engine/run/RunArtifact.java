package dev.praetor.engine.run;

/** An artifact that a task published for people to view. Immutable. */
public record RunArtifact(String taskRun, String name, String content) {}
