package dev.praetor.server.graphql.mistake;

import graphql.language.ArrayValue;
import graphql.language.BooleanValue;
import graphql.language.EnumValue;
import graphql.language.FloatValue;
import graphql.language.IntValue;
import graphql.language.NullValue;
import graphql.language.ObjectField;
import graphql.language.ObjectValue;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.language.VariableReference;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Texts of callers as messages show them: short and printable. */
final class ShownText {
  private static final int LONGEST_VALUE = 60;
  private static final String CUT = "…";

  private ShownText() {}

  /** Returns a text without control characters and halves of characters, and cut to a length. */
  static String of(String text, int longest) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(longest)
        .map(c -> isPrintable(c) ? c : '?')
        .forEach(shown::appendCodePoint);
    return text.codePointCount(0, text.length()) > longest ? shown + CUT : shown.toString();
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** Returns a value as it is written in a request, cut to a length. */
  static String of(Value<?> value) {
    StringBuilder text = new StringBuilder();
    write(value, text);
    return of(text.toString(), LONGEST_VALUE);
  }

  private static void write(Value<?> value, StringBuilder text) {
    switch (value) {
      case StringValue string -> {
        String content = Objects.requireNonNullElse(string.getValue(), "");
        text.append('"').append(content, 0, part(content)).append('"');
      }
      case IntValue number -> text.append(number.getValue());
      case FloatValue number -> text.append(number.getValue());
      case BooleanValue truth -> text.append(truth.isValue());
      case EnumValue name -> text.append(name.getName(), 0, part(name.getName()));
      case NullValue _ -> text.append("null");
      case VariableReference variable -> text.append('$').append(variable.getName());
      case ArrayValue list -> write('[', list.getValues(), each -> write(each, text), ']', text);
      case ObjectValue object ->
          write('{', object.getObjectFields(), each -> write(each, text), '}', text);
      default -> text.append(CUT);
    }
  }

  private static int part(String text) {
    return Math.min(text.length(), LONGEST_VALUE * 2);
  }

  private static void write(ObjectField field, StringBuilder text) {
    text.append(field.getName()).append(": ");
    write(field.getValue(), text);
  }

  private static <T> void write(
      char begin, List<T> parts, Consumer<T> write, char end, StringBuilder text) {
    text.append(begin);
    String separator = "";
    for (T each : parts) {
      if (text.length() > LONGEST_VALUE) {
        break; // The rest would be cut off.
      }
      text.append(separator);
      write.accept(each);
      separator = ", ";
    }
    text.append(end);
  }
}
