package dev.praetor.spi;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The source of the values of variables. It is called in the thread of the task that reads a
 * variable, each time. Implementations must be thread-safe.
 */
@FunctionalInterface
public interface VariableProvider {
  /** Returns the present value of a variable; empty if no variable has this name. */
  Optional<String> find(String name);

  /** Returns the advice on how to set a variable; may be empty. */
  default String advice(String name) {
    return "";
  }

  /**
   * Returns the provider as a run sees it. A provider whose variables are those of the project of a
   * run implements this method.
   *
   * @param run the id of the run whose tasks read the variables
   */
  default VariableProvider forRun(UUID run) {
    return this;
  }

  /**
   * Returns a provider that reads environment variables: {@code PRAETOR_VARIABLE_CHANNEL} for the
   * variable {@code CHANNEL}.
   */
  static VariableProvider environment() {
    return new VariableProvider() {
      @Override
      public Optional<String> find(String name) {
        return Optional.ofNullable(System.getenv(environmentName(name)));
      }

      @Override
      public String advice(String name) {
        return "set the environment variable " + environmentName(name);
      }

      private String environmentName(String name) {
        return "PRAETOR_VARIABLE_" + name;
      }
    };
  }

  /** Returns a provider of fixed values, for tests. */
  static VariableProvider of(Map<String, String> values) {
    Map<String, String> copy = Map.copyOf(values);
    return name -> Optional.ofNullable(copy.get(name));
  }

  /**
   * Returns a provider that asks this provider first and {@code other} for the variables it does
   * not have.
   */
  default VariableProvider or(VariableProvider other) {
    VariableProvider first = this;
    return new VariableProvider() {
      @Override
      public Optional<String> find(String name) {
        return first.find(name).or(() -> other.find(name));
      }

      @Override
      public VariableProvider forRun(UUID run) {
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
