package dev.praetor.cli.server;

import dev.praetor.cli.error.UsageException;

/**
 * The value of a setting, and where it comes from.
 *
 * @param source the place in words: {@code --port}, {@code PRAETOR_PORT in the environment}
 */
record Setting(String name, String value, String source) {
  /** Returns the value as it is shown to people, who may not see a password. */
  String shown() {
    return switch (name) {
      case "store.password" -> value.isEmpty() ? "" : "***";
      case "store" -> value.replaceAll("\\?.*", "");
      default -> value;
    };
  }

  boolean isOn() {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new UsageException("%s: it is true or false, not '%s'".formatted(source, value));
    };
  }
}
