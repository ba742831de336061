package dev.praetor.store;

/** What a person wants of a run that another process owns. */
public sealed interface Order {
  /** The run ends. */
  record Cancel(String why, String by) implements Order {}

  /** A paused task run goes on. */
  record Approve(String task, String by) implements Order {}

  /** A paused task run fails. */
  record Refuse(String task, String by, String why) implements Order {}
}
