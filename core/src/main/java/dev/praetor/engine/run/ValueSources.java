package dev.praetor.engine.run;

import dev.praetor.spi.SecretProvider;
import dev.praetor.spi.VariableProvider;

/** The sources of the values that tasks read by name. Immutable. */
public record ValueSources(SecretProvider secrets, VariableProvider variables) {
  /** The environment of this process. */
  public static final ValueSources ENVIRONMENT =
      new ValueSources(SecretProvider.environment(), VariableProvider.environment());

  public ValueSources withSecrets(SecretProvider others) {
    return new ValueSources(others, variables);
  }

  public ValueSources withVariables(VariableProvider others) {
    return new ValueSources(secrets, others);
  }
}
