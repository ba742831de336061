package dev.praetor.store.flow;

import dev.praetor.store.model.RegisteredVersion;
import java.util.Optional;

/**
 * The effect of a registration on a flow.
 *
 * @param now the current version of the flow, which is the registered one
 * @param before the version that was the current one before; absent if the flow is new
 * @param archived true if the flow is archived, so that it makes no runs
 */
public record RegisteredChange(
    RegisteredVersion now, Optional<RegisteredVersion> before, boolean archived) {
  /** The kind of an effect. */
  public enum Kind {
    NEW,
    CHANGED,
    UNCHANGED
  }

  /** Returns the kind of the effect. */
  public Kind kind() {
    if (before.isEmpty()) {
      return Kind.NEW;
    }
    return before.get().number() == now.number() ? Kind.UNCHANGED : Kind.CHANGED;
  }

  /** Returns whether an earlier version is the current one again. */
  public boolean isBack() {
    return before.filter(earlier -> earlier.number() > now.number()).isPresent();
  }
}
