package dev.praetor;

/**
 * The entry of a run into a state. Immutable.
 *
 * @param attempt the number of the attempt, or 0 before the first attempt
 * @param state the state that was entered
 */
public record Transition(int attempt, State state) {}
