package dev.praetor.testkit;

import dev.praetor.spi.SecretProvider;
import java.util.Map;
import java.util.Optional;

/** The secrets of a test. */
record TestSecrets(Map<String, String> values) implements SecretProvider {
  TestSecrets {
    values = Map.copyOf(values);
  }

  @Override
  public Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  @Override
  public String advice(String name) {
    return "give it to the tester with .secret(\"" + name + "\", …)";
  }
}
