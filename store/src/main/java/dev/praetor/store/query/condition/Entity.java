package dev.praetor.store.query.condition;

/** The kinds of things that a store can be asked for. */
public enum Entity {
  RUN("run"),
  TASK_RUN("task run"),
  FLOW("flow"),
  FLOW_VERSION("version of a flow"),
  SCHEDULE("schedule"),
  LOG("log line"),
  WORKER("worker"),
  EVENT("event"),
  KEY("key"),
  PROJECT("project"),
  USER("user"),
  AUDIT("row of the audit log"),
  SECRET("secret"),
  VARIABLE("variable");

  private final String label;

  Entity(String label) {
    this.label = label;
  }

  /** Returns the name for people, in the singular. */
  public String label() {
    return label;
  }
}
