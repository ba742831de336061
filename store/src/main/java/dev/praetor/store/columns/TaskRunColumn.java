package dev.praetor.store.columns;

/** The columns of task runs, in the order in which they are packed. */
public enum TaskRunColumn {
  /** The name of the node, as its place in the list of texts. */
  NODE("node"),
  /** The label of the state, as its place in the list of texts. */
  STATE("state"),
  INDEX("idx"),
  ATTEMPTS("attempts"),
  /** The time in microseconds since 1970, as those of the other columns of times. */
  CREATED("created"),
  STARTED("started"),
  ENDED("ended");

  private final String column;

  TaskRunColumn(String column) {
    this.column = column;
  }

  /** Returns the name of the column in the table of task runs. */
  public String column() {
    return column;
  }

  /** Returns whether the values are texts. */
  public boolean isText() {
    return this == NODE || this == STATE;
  }
}
