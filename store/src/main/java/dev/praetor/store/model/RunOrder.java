package dev.praetor.store.model;

/** An order to the process that owns a run, given by a person in another process. */
public sealed interface RunOrder {
  record Cancel(String by, String why) implements RunOrder {}

  /**
   * An order to approve a task run that is waiting for approval.
   *
   * @param task the path of the task run: {@code release} or {@code send[3]}
   */
  record Approve(String task, String by) implements RunOrder {}

  record Refuse(String task, String by, String why) implements RunOrder {}

  record Pause(String by, String why) implements RunOrder {}

  record Resume(String by, String why) implements RunOrder {}

  /** An order to end a task run as Skipped. */
  record Skip(String task, String by, String why) implements RunOrder {}

  /**
   * An order to end a task run as Success.
   *
   * @param value the result as JSON, in the form in which results of the task are recorded
   */
  record Finish(String task, String value, String by, String why) implements RunOrder {}
}
