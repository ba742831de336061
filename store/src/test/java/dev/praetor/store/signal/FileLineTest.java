package dev.praetor.store.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals by files, reported by the kernel or found by reading the folder. */
class FileLineTest {
  @TempDir Path folder;
  private final BlockingQueue<Set<Topic>> arrived = new LinkedBlockingQueue<>();

  private FileLine receiving(String self, boolean polls) throws InterruptedException {
    FileLine line = new FileLine(folder.resolve("signals"), self, polls);
    Thread.ofVirtual()
        .start(() -> {
          try {
            line.receive(arrived::add);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    assertThat(next()).isEqualTo(EnumSet.allOf(Topic.class));
    return line;
  }

  private Set<Topic> next() throws InterruptedException {
    Set<Topic> topics = arrived.poll(60, TimeUnit.SECONDS);
    assertThat(topics).isNotNull();
    return topics;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void each_signal_of_another_process_arrives_and_none_of_its_own(boolean polls) throws Exception {
    FileLine mine = receiving("me", polls);
    FileLine other = new FileLine(folder.resolve("signals"), "other", false);
    for (int i = 0; i < 5; i++) {
      mine.after(Set.of(Topic.ORDERS));
      other.after(Set.of(Topic.ENDS));
      Set<Topic> topics = next();
      assertThat(topics).containsExactly(Topic.ENDS);
    }
    other.close();
    mine.close();
    try (Stream<Path> left = Files.list(folder.resolve("signals"))) {
      assertThat(left).isEmpty();
    }
  }
}
