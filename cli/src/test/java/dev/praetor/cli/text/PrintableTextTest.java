package dev.praetor.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Control characters never reach a terminal. */
class PrintableTextTest {
  @Test
  void control_characters_are_shown_as_escapes() {
    assertThat(PrintableText.of("a\u001b]0;title\u0007\u009b31m\r\u007f b", true))
        .isEqualTo("a\\u001b]0;title\\u0007\\u009b31m\\u000d\\u007f b");
    assertThat(PrintableText.of("x\u202ereversed\u2066\u2028", true))
        .isEqualTo("x\\u202ereversed\\u2066\\u2028");
    assertThat(PrintableText.of("two\nlines\t😀 日本", false)).isEqualTo("two\nlines\t😀 日本");
    assertThat(PrintableText.of("half \ud83d of a pair \ude00", false))
        .isEqualTo("half \\ud83d of a pair \\ude00");
  }

  @Test
  void a_text_on_one_line_has_no_line_breaks() {
    assertThat(PrintableText.line("a\nb\tc\r")).isEqualTo("a\\nb\\tc\\r");
  }

  @Test
  void the_escapes_are_escapes_of_json() {
    String json = JsonMapper.shared().writeValueAsString("del \u007f csi \u009b");
    assertThat(JsonMapper.shared().readTree(PrintableText.of(json, false)).asString())
        .isEqualTo("del \u007f csi \u009b");
  }

  @Test
  void a_style_is_an_escape_sequence_only_with_colours() {
    assertThat(PrintableText.of(TextStyle.RED.of("x"), true)).isEqualTo("\u001b[31mx\u001b[0m");
    assertThat(PrintableText.of(TextStyle.RED.of("x"), false)).isEqualTo("x");
  }
}
