package dev.praetor.store.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A flow that is registered, with the version that new runs get.
 *
 * @param created the time at which its first version was registered
 * @param changed the time since which the current version is the current one
 * @param settings the settings that people made
 * @param archive who archived it and when; absent if it is not archived
 */
public record RegisteredFlow(
    RegisteredVersion current,
    Instant created,
    Instant changed,
    FlowSettings settings,
    Optional<Archive> archive) {
  /**
   * The fact that a flow is archived: it makes no runs and keeps its history.
   *
   * @param by the person who archived it; may be empty
   * @param time the time at which it was archived
   */
  public record Archive(String by, Instant time) {}

  /** Returns the name of the flow. */
  public String name() {
    return current.flow();
  }

  /** Returns the key of the flow as text, as runs record it. */
  public String key() {
    return current.flowKey();
  }

  /** Returns the project of the flow. */
  public String project() {
    return current.project();
  }

  /** Returns whether the flow is archived. */
  public boolean isArchived() {
    return archive.isPresent();
  }
}
