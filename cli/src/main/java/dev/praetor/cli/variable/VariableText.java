package dev.praetor.cli.variable;

import dev.praetor.cli.text.Columns;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.store.variable.StoredVariable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Variables as lines and as JSON. */
final class VariableText {
  private static final int WIDEST_VALUE = 60;

  /** More characters than fit into the columns of a value. */
  private static final int LONGEST_START = 4 * WIDEST_VALUE;

  private VariableText() {}

  static String name(StoredVariable variable) {
    return PrintableText.line(variable.name());
  }

  /** Returns a value on one line, cut to the columns of a list. */
  static String shown(StoredVariable variable) {
    String value = variable.value();
    String start = value.substring(0, Math.min(LONGEST_START, value.length()));
    return Columns.cut(PrintableText.line(start), WIDEST_VALUE);
  }

  static String origin(StoredVariable variable) {
    return "set %s%s, version %d"
        .formatted(
            TimeFormat.local(variable.set()),
            variable.setBy().isEmpty() ? "" : " by " + PrintableText.line(variable.setBy()),
            variable.version());
  }

  static ObjectNode document(StoredVariable variable) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("name", variable.name())
        .put("value", variable.value())
        .put("set", variable.set().toString())
        .put("setBy", variable.setBy().isEmpty() ? null : variable.setBy())
        .put("version", variable.version())
        .put("created", variable.created().toString());
  }
}
