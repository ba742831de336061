package dev.praetor.store.query.condition;

import java.util.Locale;

/** The names of fields and relations as they are written in queries. */
final class FieldNames {
  private FieldNames() {}

  /** Returns the name of a constant in the form of a member: {@code parentTask}. */
  static String camelCase(String constant) {
    StringBuilder name = new StringBuilder(constant.length());
    boolean upper = false;
    for (char c : constant.toLowerCase(Locale.ROOT).toCharArray()) {
      if (c == '_') {
        upper = true;
      } else {
        name.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return name.toString();
  }
}
