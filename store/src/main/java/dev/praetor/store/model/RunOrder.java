package dev.praetor.store.model;

/** An order to the process that owns a run, by a person in another process. */
public sealed interface RunOrder {
  record Cancel(String by, String why) implements RunOrder {}

  /**
   * The order to approve what a task run waits for.
   *
   * @param task the path of a task run that waits: {@code release} or {@code send[3]}
   */
  record Approve(String task, String by) implements RunOrder {}

  record Refuse(String task, String by, String why) implements RunOrder {}
}
