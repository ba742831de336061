package dev.praetor.store.query.row;

import dev.praetor.engine.packaging.FlowKey;

/**
 * A flow that the store knows: it is registered, it has run, or a process has served it.
 *
 * @param key the text of its {@link FlowKey}
 */
public record FlowRow(String key) {
  public String name() {
    return FlowKey.name(key);
  }

  /** Returns the name of the project. */
  public String project() {
    return FlowKey.of(key).project();
  }
}
