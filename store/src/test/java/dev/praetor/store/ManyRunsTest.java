package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.store.model.StoreLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many runs and stores in one process leave neither memory nor threads nor open files behind. */
@Tag("long")
class ManyRunsTest {
  private static final int WARM_UP = 200;
  private static final int RUNS = 1_000;
  private static final long LEAK = 20L << 20;
  @TempDir Path home;

  private static long usedMemory() {
    for (int i = 0; i < 5; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** Returns the number of open files of this process, or 0 where no folder lists them. */
  private static long openFiles() throws IOException {
    Path all = Path.of("/proc/self/fd");
    if (!Files.isDirectory(all)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(all)) {
      return files.count();
    }
  }

  @Test
  void a_thousand_runs_in_one_store_need_no_more_memory_and_no_more_threads() {
    Flow<Integer> flow = Flows.wide("wide", 20);
    try (RunStore store = RunStore.open(new StoreLocation.Home(home))) {
      for (int i = 0; i < WARM_UP; i++) {
        Flows.run(store, flow);
      }
      long memory = usedMemory();
      int threads = Thread.activeCount();
      for (int i = 0; i < RUNS; i++) {
        Flows.run(store, flow);
      }
      assertThat(usedMemory()).isLessThan(memory + LEAK);
      assertThat(Thread.activeCount()).isLessThan(threads + 10);
    }
  }

  @Test
  void fifty_stores_opened_and_closed_leave_no_threads_and_no_open_files() throws Exception {
    useStores(5);
    int threads = Thread.activeCount();
    long files = openFiles();
    useStores(50);
    assertThat(Thread.activeCount()).isLessThan(threads + 5);
    assertThat(openFiles()).isLessThan(files + 10);
  }

  private void useStores(int number) {
    for (int i = 0; i < number; i++) {
      try (RunStore store = RunStore.open(new StoreLocation.Home(home))) {
        assertThat(Flows.run(store, Flows.wide("wide", 3)).value()).isEqualTo(3);
      }
    }
  }
}
