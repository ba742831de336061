package dev.praetor.engine.codec;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The codecs of the types of one flow, each made once. Thread-safe. */
public final class Codecs {
  private final ClassLoader loader;
  private final Map<Type, ValueCodec.Made> made = new ConcurrentHashMap<>();
  private final ValueCodec any;
  private final ValueCodec comparing;
  private final ValueCodec lending;
  private final Likeness likeness;
  private final Likeness lastingLikeness;

  /**
   * Creates the codecs of a flow.
   *
   * @param loader finds the classes of values of which only a class above theirs is declared
   */
  public Codecs(ClassLoader loader) {
    this.loader = loader;
    this.any = of(Object.class).found().orElseThrow();
    this.comparing = ValueCodec.comparing(loader);
    this.lending = ValueCodec.lending(loader);
    this.likeness = new Likeness(comparing, false);
    this.lastingLikeness = new Likeness(comparing, true);
  }

  /** Returns the codec of a type, or the reasons why there is none. */
  public ValueCodec.Made of(Type type) {
    return made.computeIfAbsent(type, it -> ValueCodec.of(it, loader));
  }

  /** Returns the codec of values whose type is unknown, which state their type where needed. */
  public ValueCodec any() {
    return any;
  }

  /**
   * Returns a text that only equal values of one type have, whatever the order of their sets and
   * maps.
   *
   * @throws NotCarried if the value has no such text, because it holds a thread, a stream or code
   */
  public String comparable(@Nullable Object value) throws NotCarried {
    return comparing.canonical(value);
  }

  /**
   * Returns a text that like objects have in common: of values their own, of other objects, such as
   * clients and services, one made of the values in their fields; empty if there are none.
   */
  public Optional<String> likeness(@Nullable Object object) {
    return likeness.of(object);
  }

  /**
   * Returns a text that like objects have in common whatever is collected in them meanwhile: lists,
   * maps and arrays that may change do not count.
   */
  public Optional<String> lastingLikeness(@Nullable Object object) {
    return lastingLikeness.of(object);
  }

  /**
   * Returns an equal value for a reader that may change it; the value itself if it cannot be
   * copied, such as a service that a flow passes as a constant.
   */
  public @Nullable Object lend(@Nullable Object value) {
    if (value == null || value instanceof String || value instanceof Integer) {
      return value;
    }
    try {
      return lending.copy(value);
    } catch (NotCarried e) {
      return value;
    }
  }
}
