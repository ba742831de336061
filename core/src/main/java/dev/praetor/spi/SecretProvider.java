package dev.praetor.spi;

import java.util.Map;
import java.util.Optional;

/**
 * Where the values of secrets come from. Called in the thread of the task that asks; must be safe
 * to call from many at once.
 */
@FunctionalInterface
public interface SecretProvider {
  /** The value of a secret; empty where there is none of this name. */
  Optional<String> find(String name);

  /** Environment variables of the same name. */
  static SecretProvider environment() {
    return name -> Optional.ofNullable(System.getenv(name));
  }

  /** Fixed values, for tests. */
  static SecretProvider of(Map<String, String> values) {
    Map<String, String> copy = Map.copyOf(values);
    return name -> Optional.ofNullable(copy.get(name));
  }

  /** Asks this one first, then {@code other}. */
  default SecretProvider or(SecretProvider other) {
    return name -> find(name).or(() -> other.find(name));
  }
}
