package dev.praetor.store.event;

import dev.praetor.store.model.EventKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An event that is to be written. Immutable; each method but the factory returns a changed copy.
 *
 * @param actor the person or process that made it happen; may be empty
 * @param text the event in words
 * @param data further facts by name: texts, numbers and truth values
 */
public record NewEvent(
    EventKind kind, References references, String actor, String text, Map<String, Object> data) {
  public NewEvent {
    data = Map.copyOf(data);
  }

  /** The things that an event is about. */
  public record References(
      Optional<String> flow,
      Optional<String> run,
      Optional<String> schedule,
      Optional<String> worker,
      Optional<String> pool) {
    private static final References NONE =
        new References(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  public static NewEvent of(EventKind kind, String text) {
    return new NewEvent(kind, References.NONE, "", text, Map.of());
  }

  private NewEvent about(References other) {
    return new NewEvent(kind, other, actor, text, data);
  }

  public NewEvent flow(String flow) {
    References now = references;
    return about(
        new References(Optional.of(flow), now.run(), now.schedule(), now.worker(), now.pool()));
  }

  public NewEvent run(String run) {
    References now = references;
    return about(
        new References(now.flow(), Optional.of(run), now.schedule(), now.worker(), now.pool()));
  }

  public NewEvent schedule(String schedule) {
    References now = references;
    return about(
        new References(now.flow(), now.run(), Optional.of(schedule), now.worker(), now.pool()));
  }

  public NewEvent worker(String worker) {
    References now = references;
    return about(
        new References(now.flow(), now.run(), now.schedule(), Optional.of(worker), now.pool()));
  }

  public NewEvent pool(String pool) {
    References now = references;
    return about(
        new References(now.flow(), now.run(), now.schedule(), now.worker(), Optional.of(pool)));
  }

  public NewEvent by(String person) {
    return new NewEvent(kind, references, person, text, data);
  }

  public NewEvent with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(data);
    more.put(name, value);
    return new NewEvent(kind, references, actor, text, more);
  }
}
