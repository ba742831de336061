package dev.praetor;

import dev.praetor.engine.CurrentTask;
import dev.praetor.engine.NamedText;
import dev.praetor.engine.RunningTask;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A secret by name. It holds no value: {@link #get} reads the value when it is needed, inside a
 * task that declares the secret with {@code .secrets("NAME")}. Immutable.
 *
 * <pre>{@code
 * String token = Secret.named("SLACK_TOKEN").get();
 * }</pre>
 *
 * <p>Every value read in a run, and every value that the methods of this class make of it, is
 * masked in everything that the run writes: the text with and without blanks around it, each of its
 * lines, its parts, its numbers, the strings and numbers of its JSON; as they are, in capitals, as
 * Base64, as hexadecimal digits, and escaped as in JSON and URLs. Values of fewer than 3
 * characters, and the words {@code true}, {@code false} and {@code null}, are not masked, as too
 * little would remain readable. The code itself, descriptions of flows, and names of tasks are
 * never masked.
 */
public record Secret(String name) {
  /** Checks the name. */
  public Secret {
    NamedText.checkName("secret", name);
  }

  /**
   * Returns a secret by its name.
   *
   * @param name the name, of at most 200 characters
   * @throws IllegalArgumentException if the name is blank, too long, or has control characters
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
    return read("get()").text();
  }

  private NamedText read(String call) {
    RunningTask task = CurrentTask.current("Secret.named(\"" + name + "\")." + call);
    return new NamedText(
        task.secret(name),
        task::hide,
        kind -> new SecretUnavailable(name, "secret '" + name + "' is not " + kind, ""));
  }

  /** Returns the text of the secret without the blanks and line breaks around it. */
  public String stripped() {
    return read("stripped()").text().strip();
  }

  /** Returns the lines of the secret, without their line breaks. */
  public List<String> lines() {
    return read("lines()").lines();
  }

  /**
   * Returns the parts of the secret between separators, without the blanks around each part. The
   * separator is a text, not a regular expression.
   *
   * @throws IllegalArgumentException if the separator is empty
   */
  public List<String> split(String separator) {
    Pattern between = NamedText.separator(separator);
    return read("split(…)").split(between);
  }

  /** Returns the text of the secret as bytes in UTF-8. */
  public byte[] bytes() {
    return read("bytes()").bytes();
  }

  /**
   * Returns the text of the secret as a whole number.
   *
   * @throws SecretUnavailable if the text is not a whole number; the message does not contain the
   *     text
   */
  public int asInt() {
    return read("asInt()").asInt();
  }

  /**
   * Returns the text of the secret as a whole number of up to 64 bits.
   *
   * @throws SecretUnavailable if the text is not a whole number; the message does not contain the
   *     text
   */
  public long asLong() {
    return read("asLong()").asLong();
  }

  /**
   * Returns the text of the secret as a decimal number.
   *
   * @throws SecretUnavailable if the text is not a number; the message does not contain the text
   */
  public BigDecimal asDecimal() {
    return read("asDecimal()").asDecimal();
  }

  /**
   * Returns the text of the secret parsed as JSON, for example the key of a service account.
   *
   * @throws SecretUnavailable if the text is not JSON; the message does not contain the text
   */
  public JsonNode asJson() {
    return read("asJson()").asJson();
  }
}
