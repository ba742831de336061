package dev.praetor;

/** A state that a run entered, and in which attempt (0 before the first one). */
public record Transition(int attempt, State state) {}
