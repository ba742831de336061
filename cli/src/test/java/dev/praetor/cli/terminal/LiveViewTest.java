package dev.praetor.cli.terminal;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Node;
import dev.praetor.Task;
import dev.praetor.engine.local.LocalRun;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LiveViewTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Screen screen =
      new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), true);

  /** Runs a flow while it is shown, and returns the last picture. */
  private List<String> lastPicture(Flow<?> flow) {
    try (LiveView view =
        new LiveView(flow, screen, new Terminals.Size(80, 42), InstantSource.system())) {
      LocalRun.of(flow).with(settings -> settings.withListener(view)).run();
    }
    String all = bytes.toString(StandardCharsets.UTF_8);
    String last = all.substring(all.lastIndexOf("\u001b[J") + 1);
    return last.replaceAll("\u001b?\\[\\d*[mJ]", "").lines().toList();
  }

  static int half(int x) {
    if (x == 3) {
      throw new IllegalStateException("3 is odd");
    }
    return x / 2;
  }

  static int count(List<Integer> all) {
    return all.size();
  }

  private static Flow<Integer> flow() {
    return Flow.define(
        "f",
        f -> {
          Node<List<Integer>> halves =
              Task.of(LiveViewTest::half).map(each(value(List.of(2, 3, 4)))).collect();
          return Task.of(LiveViewTest::count).call(halves);
        });
  }

  @Test
  void the_last_picture_has_a_line_a_node_with_its_children_by_state() {
    List<String> picture = lastPicture(flow());
    assertThat(picture).hasSize(2);
    assertThat(picture.get(0)).contains("half ", "3 children: 2 Success, 1 Failed");
    assertThat(picture.get(1)).contains("count ", "TriggerFailed");
  }

  @Test
  void lines_are_printed_above_the_picture() {
    try (LiveView view =
        new LiveView(flow(), screen, new Terminals.Size(80, 42), InstantSource.system())) {
      view.say("first");
    }
    screen.println("last");
    assertThat(bytes.toString(StandardCharsets.UTF_8)).containsSubsequence("first", "half", "last");
  }

  @Test
  void of_very_many_nodes_the_first_are_shown_and_the_others_counted() {
    Flow<Integer> wide =
        Flow.define(
            "f",
            f ->
                IntStream.range(0, 50)
                    .mapToObj(i -> Task.of("t" + i, Integer.class, () -> 1).call())
                    .reduce(value(0), (Node<Integer> before, Node<Integer> next) -> next));
    assertThat(lastPicture(wide)).hasSize(40).last().asString().contains("… and 11 more nodes");
  }
}
