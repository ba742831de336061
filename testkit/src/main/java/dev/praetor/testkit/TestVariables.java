package dev.praetor.testkit;

import dev.praetor.spi.VariableProvider;
import java.util.Map;
import java.util.Optional;

/** The variables of a test. */
record TestVariables(Map<String, String> values) implements VariableProvider {
  TestVariables {
    values = Map.copyOf(values);
  }

  @Override
  public Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  @Override
  public String advice(String name) {
    return "give it to the tester with .variable(\"" + name + "\", …)";
  }
}
