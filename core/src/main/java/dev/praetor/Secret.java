package dev.praetor;

import dev.praetor.engine.CurrentTask;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A secret by name. It holds no value: {@link #get} reads the value when it is needed, inside a
 * task that declares the secret with {@code .secrets("NAME")}. Every value read in a run is masked
 * in everything that the run writes. Immutable.
 *
 * <pre>{@code
 * String token = Secret.named("SLACK_TOKEN").get();
 * }</pre>
 */
public record Secret(String name) {
  /** Checks that the name is not blank. */
  public Secret {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a secret needs a name");
    }
  }

  /**
   * Returns a secret by its name.
   *
   * @throws IllegalArgumentException if the name is blank
   */
  public static Secret named(String name) {
    return new Secret(name);
  }

  /**
   * Returns the text of the secret.
   *
   * @throws IllegalStateException if the caller is not inside a task
   * @throws SecretUnavailable if the task does not declare this secret, or no secret has this name
   */
  public String get() {
    return CurrentTask.current("Secret.named(\"" + name + "\").get()").secret(name);
  }

  /**
   * Returns the text of the secret as a whole number.
   *
   * @throws SecretUnavailable if the text is not a whole number; the message does not contain the
   *     text
   */
  public int asInt() {
    try {
      return Integer.parseInt(get().strip());
    } catch (NumberFormatException e) {
      throw new SecretUnavailable(name, "secret '" + name + "' is not a whole number", "");
    }
  }

  /**
   * Returns the text of the secret parsed as JSON, for example the key of a service account.
   *
   * @throws SecretUnavailable if the text is not JSON; the message does not contain the text
   */
  public JsonNode asJson() {
    try {
      return JsonMapper.shared().readTree(get());
    } catch (tools.jackson.core.JacksonException e) {
      throw new SecretUnavailable(name, "secret '" + name + "' is not JSON", "");
    }
  }
}
