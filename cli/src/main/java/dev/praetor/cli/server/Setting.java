package dev.praetor.cli.server;

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
}
