package dev.praetor.embedded;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Flow;
import dev.praetor.Praetor;
import dev.praetor.Task;
import dev.praetor.store.model.StoreFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine whose home is deleted while it is in use. */
@Tag("database")
class LostHomeTest {
  @TempDir Path folder;

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    }
  }

  @Test
  void the_loss_of_the_home_is_not_hidden_when_the_engine_is_closed_after_it() {
    Flow<Integer> flow =
        Flow.define(
            "one", _ -> Task.of("one", Integer.class, (Integer x) -> x).call(Praetor.value(1)));
    Path home = folder.resolve("home");
    assertThatThrownBy(
            () -> {
              try (PraetorEngine praetor = Praetor.open(Home.of(home))) {
                praetor.run(flow);
                delete(home);
                while (!Thread.currentThread().isInterrupted()) {
                  praetor.run(flow);
                }
              }
            })
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining(home.toString());
  }
}
