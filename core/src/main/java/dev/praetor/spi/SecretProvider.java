package dev.praetor.spi;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The source of the values of secrets. It is called in the thread of the task that reads a secret.
 * Implementations must be thread-safe.
 */
@FunctionalInterface
public interface SecretProvider {
  /** Returns the value of a secret; empty if no secret has this name. */
  Optional<String> find(String name);

  /** Returns the advice on how to make a secret available; may be empty. */
  default String advice(String name) {
    return "";
  }

  /**
   * Returns the provider as a run sees it. A provider that gives out secrets to some runs only, or
   * that records who reads them, implements this method.
   *
   * @param run the id of the run whose tasks read the secrets
   */
  default SecretProvider forRun(UUID run) {
    return this;
  }

  /** Returns a provider that reads environment variables of the same name. */
  static SecretProvider environment() {
    return new SecretProvider() {
      @Override
      public Optional<String> find(String name) {
        return Optional.ofNullable(System.getenv(name));
      }

      @Override
      public String advice(String name) {
        return "set the environment variable " + name;
      }
    };
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
    SecretProvider first = this;
    return new SecretProvider() {
      @Override
      public Optional<String> find(String name) {
        return first.find(name).or(() -> other.find(name));
      }

      @Override
      public SecretProvider forRun(UUID run) {
        return first.forRun(run).or(other.forRun(run));
      }

      @Override
      public String advice(String name) {
        return Stream.of(first.advice(name), other.advice(name))
            .filter(advice -> !advice.isEmpty())
            .collect(Collectors.joining(", or "));
      }
    };
  }
}
