package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.State;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoredRun;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Homes whose names mean something to a shell, a URL or a database. */
class HostileHomesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with space",
        " ",
        "question?",
        "hash#1",
        "percent%20",
        "percent%",
        "semi;colon",
        "single'quote",
        "double\"quote",
        "new\nline",
        "tab\there",
        "emoji😀",
        "ümläut",
        ":memory:",
        "file:x",
        "back\\slash",
        "$HOME",
        "`id`",
        "-dash",
        "a&b",
        "star*",
        "praetor.db"
      })
  void a_run_is_recorded_in_a_home_of_any_name(String name) {
    Path home = folder.resolve(name);
    StoreLocation where = new StoreLocation.Home(home);
    try (RunStore store = RunStore.open(where)) {
      assertThat(Flows.run(store, Flows.wide("wide", 3)).value()).isEqualTo(3);
    }
    assertThat(home.resolve("praetor.db")).isRegularFile();
    try (RunStore store = RunStore.openToRead(where)) {
      List<StoredRun> all = store.list(RunFilter.all());
      assertThat(all).hasSize(1);
      assertThat(all.getFirst().state()).isInstanceOf(State.Success.class);
    }
  }

  @Test
  void a_home_whose_name_holds_options_of_the_driver_is_refused() {
    Path home = folder.resolve("x?journal_mode=OFF");
    assertThatThrownBy(() -> RunStore.open(new StoreLocation.Home(home)).close())
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining(home.toString());
  }
}
