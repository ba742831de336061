package dev.praetor.examples.marvin;

/** A member of the team. */
public record Member(String name, String handle, String office) {}
