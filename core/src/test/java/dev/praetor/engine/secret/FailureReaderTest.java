package dev.praetor.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailureReaderTest {
  private static StackTraceElement frame(String type, int line) {
    return new StackTraceElement(type, "call", "File.java", line);
  }

  private static IllegalStateException deep(int above, StackTraceElement authors, int below) {
    List<StackTraceElement> frames = new ArrayList<>();
    IntStream.range(0, above).forEach(i -> frames.add(frame("java.util.stream.Stage", i)));
    frames.add(authors);
    IntStream.range(0, below).forEach(i -> frames.add(frame("dev.praetor.engine.Loop", i)));
    IllegalStateException thrown = new IllegalStateException("deep");
    thrown.setStackTrace(frames.toArray(StackTraceElement[]::new));
    return thrown;
  }

  @Test
  void failures_at_one_line_share_their_trace() {
    List<Failure> failures = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      failures.add(FailureReader.read(new IllegalStateException("child " + i)));
    }
    assertThat(failures.get(2).message()).isEqualTo("child 2");
    assertThat(failures.get(2).trace()).isSameAs(failures.get(1).trace());
  }

  @Test
  void a_trace_always_keeps_the_frames_of_the_authors_own_code() {
    StackTraceElement authors = frame("shop.Orders", 42);
    for (int above : List.of(0, 10, 250, 5_000)) {
      for (int below : List.of(5, 250, 5_000)) {
        Failure failure = FailureReader.read(deep(above, authors, below));
        assertThat(failure.trace()).contains("at shop.Orders.call(File.java:42)");
        assertThat(failure.trace().lines().count()).isLessThan(400);
      }
    }
  }

  @Test
  void frames_of_libraries_are_told_from_the_authors() {
    assertThat(AuthorFrames.isOne("shop.Orders.load(Orders.java:3)")).isTrue();
    assertThat(AuthorFrames.isOne("app//shop.Orders.load(Orders.java:3)")).isTrue();
    assertThat(AuthorFrames.isOne("java.base/java.util.List.of(List.java:3)")).isFalse();
    assertThat(AuthorFrames.isOne("dev.praetor.engine.loop.Attempt.call(Attempt.java:3)"))
        .isFalse();
  }
}
