package dev.praetor.store.query.row;

import dev.praetor.store.model.EventKind;
import java.time.Instant;
import java.util.Optional;

/**
 * An event.
 *
 * @param actor the person or process that made it happen; may be empty
 * @param text the event in words
 * @param data further facts as a JSON object
 */
public record EventRow(
    String id,
    Instant time,
    EventKind kind,
    References references,
    String actor,
    String text,
    String data) {
  /** The things that an event is about; they may have been deleted since. */
  public record References(
      Optional<String> project,
      Optional<String> flow,
      Optional<String> run,
      Optional<String> schedule,
      Optional<String> worker,
      Optional<String> pool) {}
}
