package dev.praetor;

import dev.praetor.engine.CurrentTask;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A secret by name. It holds no value: {@link #get} asks for it, inside a task that declares it
 * with {@code .secrets("NAME")}, at the moment it is needed. Every value read in a run is masked
 * wherever that run writes.
 *
 * <pre>{@code
 * String token = Secret.named("SLACK_TOKEN").get();
 * }</pre>
 */
public record Secret(String name) {
  public Secret {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a secret needs a name");
    }
  }

  public static Secret named(String name) {
    return new Secret(name);
  }

  /**
   * The secret's text.
   *
   * @throws IllegalStateException outside a task
   * @throws SecretUnavailable if the task does not declare this secret, or there is none of this
   *     name
   */
  public String get() {
    return CurrentTask.current("Secret.named(\"" + name + "\").get()").secret(name);
  }

  /** The secret's text as a whole number; an error that does not show the text if it is none. */
  public int asInt() {
    try {
      return Integer.parseInt(get().strip());
    } catch (NumberFormatException e) {
      throw new SecretUnavailable(name, "secret '" + name + "' is not a whole number", "");
    }
  }

  /** The secret's text read as JSON, for example the key of a service account. */
  public JsonNode asJson() {
    try {
      return JsonMapper.shared().readTree(get());
    } catch (tools.jackson.core.JacksonException e) {
      throw new SecretUnavailable(name, "secret '" + name + "' is not JSON", "");
    }
  }
}
