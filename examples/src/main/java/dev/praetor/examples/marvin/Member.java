package dev.praetor.examples.marvin;

/** Somebody on the team. */
public record Member(String name, String handle, String office) {}
