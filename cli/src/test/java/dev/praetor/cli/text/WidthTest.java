package dev.praetor.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.FinishedRun;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines are whole at any width, also with wide characters and emoji. */
class WidthTest {
  private static final String WIDE = "größe-日本語-данные-😀-and-more-of-it";

  @Test
  void wide_characters_take_two_columns_and_combining_characters_none() {
    assertThat(Columns.of("abc")).isEqualTo(3);
    assertThat(Columns.of("日本")).isEqualTo(4);
    assertThat(Columns.of("😀")).isEqualTo(2);
    assertThat(Columns.of("e\u0301")).isEqualTo(1);
    assertThat(Columns.of(TextStyle.RED.of("x"))).isEqualTo(1);
  }

  @Test
  void a_name_is_cut_in_its_middle() {
    assertThat(Columns.cutInside("send_reminder_to_member", 11)).isEqualTo("send_…ember");
    assertThat(Columns.cutInside("日本語日本語", 7)).isEqualTo("日…語");
    assertThat(Columns.cutInside("short", 11)).isEqualTo("short");
    assertThat(Columns.cut("a long message", 7)).isEqualTo("a long…");
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 80, 140})
  void a_line_of_a_node_never_reaches_the_edge(int width) {
    Map<StateType, Integer> children =
        Map.of(StateType.SUCCESS, 9_950, StateType.RUNNING, 50, StateType.FAILED, 3);
    NodeLine line =
        new NodeLine(
            StateType.FAILED, WIDE, "10000 children:", children, "1.3 s", "東京 ".repeat(99));
    String text = line.text(NodeLine.nameColumn(List.of(WIDE)), width);
    assertThat(Columns.of(text)).isLessThan(width);
    assertThat(PrintableText.of(text, false)).startsWith("✗ grö");
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 80, 140, NodeLine.UNLIMITED})
  void the_line_about_the_end_of_a_run_never_passes_the_edge(int width) {
    Flow<Integer> flow =
        Flow.define(
                WIDE,
                f -> {
                  Task.of(
                          "fails",
                          Integer.class,
                          () -> {
                            throw new IllegalStateException("no");
                          })
                      .call();
                  return Task.of("works", Integer.class, () -> 1).call();
                })
            .runName("{flow} of {scheduled:yyyy-MM-dd}");
    FinishedRun run = (FinishedRun) (Object) LocalRun.of(flow).run();
    String summary = FlowPrinter.summary(run, width);
    assertThat(summary.lines()).allMatch(line -> Columns.of(line) <= width);
    assertThat(PrintableText.of(summary, false)).startsWith("✗ grö").contains(": Failed");
    assertThat(summary.lines().count())
        .isEqualTo(width == NodeLine.UNLIMITED ? 1 : width >= 140 ? 1 : 2);
  }

  @Test
  void messages_are_cut_before_counts_and_names() {
    NodeLine line =
        new NodeLine(
            StateType.SUCCESS, "send_reminder", "Success", Map.of(), "2 ms", "m".repeat(99));
    assertThat(PrintableText.of(line.text(13, 40), false))
        .isEqualTo("✓ send_reminder  Success  2 ms  mmmmmm…");
  }
}
