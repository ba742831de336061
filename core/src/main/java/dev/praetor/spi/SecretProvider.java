package dev.praetor.spi;

import java.util.Map;
import java.util.Optional;

/**
 * The source of the values of secrets. It is called in the thread of the task that reads a secret.
 * Implementations must be thread-safe.
 */
@FunctionalInterface
public interface SecretProvider {
  /** Returns the value of a secret; empty if no secret has this name. */
  Optional<String> find(String name);

  /** Returns a provider that reads environment variables of the same name. */
  static SecretProvider environment() {
    return name -> Optional.ofNullable(System.getenv(name));
  }

  /** Returns a provider of fixed values, for tests. */
  static SecretProvider of(Map<String, String> values) {
    Map<String, String> copy = Map.copyOf(values);
    return name -> Optional.ofNullable(copy.get(name));
  }

  /**
   * Returns a provider that asks this provider first and {@code other} for the secrets it does not
   * have.
   */
  default SecretProvider or(SecretProvider other) {
    return name -> find(name).or(() -> other.find(name));
  }
}
