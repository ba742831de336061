package dev.praetor;

import dev.praetor.engine.CurrentTask;
import dev.praetor.engine.NamedText;
import dev.praetor.engine.RunningTask;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A variable by name: a value that is not secret and that people set beside the code, for each
 * project, such as the address of a service, a channel, or a threshold. It holds no value: {@link
 * #get} reads the present value when it is needed, inside a task, which need not declare it.
 * Immutable.
 *
 * <pre>{@code
 * String channel = Variable.named("CHANNEL").get();
 * }</pre>
 *
 * <p>The value is not masked. Whatever nobody should read in a history is a {@link Secret}.
 */
public record Variable(String name) {
  private static final int LONGEST_SHOWN = 100;

  /** Checks the name. */
  public Variable {
    NamedText.checkName("variable", name);
  }

  /**
   * Returns a variable by its name.
   *
   * @param name the name, of at most 200 characters
   * @throws IllegalArgumentException if the name is blank, too long, or has control characters
   */
  public static Variable named(String name) {
    return new Variable(name);
  }

  /**
   * Returns the present text of the variable.
   *
   * @throws IllegalStateException if the caller is not inside a task
   * @throws VariableUnavailable if no variable of the project of the run has this name
   */
  public String get() {
    return read("get()").text();
  }

  private NamedText read(String call) {
    RunningTask task = CurrentTask.current("Variable.named(\"" + name + "\")." + call);
    String text = task.variable(name);
    return new NamedText(text, _ -> {}, kind -> refused(text, kind));
  }

  private VariableUnavailable refused(String text, String kind) {
    String shown = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
    return new VariableUnavailable(
        name, "variable '%s' is '%s', which is not %s".formatted(name, shown, kind), "");
  }

  /** Returns the text of the variable without the blanks and line breaks around it. */
  public String stripped() {
    return read("stripped()").text().strip();
  }

  /** Returns the lines of the variable, without their line breaks. */
  public List<String> lines() {
    return read("lines()").lines();
  }

  /**
   * Returns the parts of the variable between separators, without the blanks around each part. The
   * separator is a text, not a regular expression.
   *
   * @throws IllegalArgumentException if the separator is empty
   */
  public List<String> split(String separator) {
    Pattern between = NamedText.separator(separator);
    return read("split(…)").split(between);
  }

  /** Returns the text of the variable as bytes in UTF-8. */
  public byte[] bytes() {
    return read("bytes()").bytes();
  }

  /**
   * Returns the text of the variable as a whole number.
   *
   * @throws VariableUnavailable if the text is not a whole number
   */
  public int asInt() {
    return read("asInt()").asInt();
  }

  /**
   * Returns the text of the variable as a whole number of up to 64 bits.
   *
   * @throws VariableUnavailable if the text is not a whole number
   */
  public long asLong() {
    return read("asLong()").asLong();
  }

  /**
   * Returns the text of the variable as a decimal number.
   *
   * @throws VariableUnavailable if the text is not a number
   */
  public BigDecimal asDecimal() {
    return read("asDecimal()").asDecimal();
  }

  /**
   * Returns the text of the variable parsed as JSON.
   *
   * @throws VariableUnavailable if the text is not JSON
   */
  public JsonNode asJson() {
    return read("asJson()").asJson();
  }
}
