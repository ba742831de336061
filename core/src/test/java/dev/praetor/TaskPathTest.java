package dev.praetor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The path that names a task run. */
class TaskPathTest {
  @ParameterizedTest
  @ValueSource(strings = {"report", "send[3]", "work[2][1]", "send-2[0]", "größe[12][0][7]"})
  void a_path_is_printed_as_it_is_parsed(String text) {
    assertThat(TaskPath.parse(text)).hasToString(text);
  }

  @Test
  void the_two_parts_of_a_task_run_make_the_same_path_as_its_text() {
    Random random = new Random(7);
    for (int i = 0; i < 1_000; i++) {
      TaskPath owner = new TaskPath("work", random.ints(random.nextInt(3), 0, 50).boxed().toList());
      int index = random.nextInt(-1, 100);
      TaskPath path = TaskPath.of(owner.toString(), index);
      assertThat(path).isEqualTo(index < 0 ? owner : owner.child(index));
      assertThat(TaskPath.text(owner.toString(), index)).isEqualTo(path.toString());
      assertThat(TaskPath.parse(path.toString())).isEqualTo(path);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[3]",
        "send[",
        "send[x]",
        "send[-1]",
        "send[3]x",
        "send[]",
        "send[9999999999]"
      })
  void a_text_that_is_no_path_is_refused_with_what_one_looks_like(String text) {
    assertThatThrownBy(() -> TaskPath.parse(text))
        .isInstanceOf(InvalidTaskPath.class)
        .hasMessageContaining("'" + text + "' is not the path of a task run")
        .hasMessageContaining("send[3]");
  }

  @Test
  void a_path_knows_its_owner_its_index_and_its_first_levels() {
    TaskPath path = TaskPath.parse("work[2][1]");
    assertThat(path.owner()).hasToString("work[2]");
    assertThat(path.index()).isEqualTo(1);
    assertThat(path.depth()).isEqualTo(2);
    assertThat(path.first(1)).hasToString("work[2]");
    assertThat(path.first(5)).isEqualTo(path);
    assertThat(path.at("plus")).hasToString("plus[2][1]");
    assertThat(TaskPath.parse("report").owner()).hasToString("report");
    assertThat(TaskPath.parse("report").index()).isEqualTo(-1);
    assertThat(TaskPath.of("work", new int[] {2, 1})).isEqualTo(path);
  }

  @Test
  void indexes_are_ordered_as_numbers_and_a_node_comes_before_its_children() {
    List<String> ordered = List.of("a", "a[2]", "a[2][0]", "a[10]", "b[0]");
    Stream<TaskPath> paths = ordered.reversed().stream().map(TaskPath::parse);
    assertThat(paths.sorted().map(TaskPath::toString)).isEqualTo(ordered);
  }
}
