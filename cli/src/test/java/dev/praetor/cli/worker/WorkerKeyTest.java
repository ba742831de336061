package dev.praetor.cli.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerKeyTest {
  @TempDir private Path folder;

  @Test
  void another_key_in_the_file_is_used_from_then_on() throws Exception {
    Path file = Files.writeString(folder.resolve("far.key"), "first\n");
    WorkerKey key = WorkerKey.in(file, "no key");
    assertThat(key.renewed()).contains("first");
    Files.writeString(file, "second\n");
    assertThat(key.get()).isEqualTo("second");
    assertThat(key.renewed()).contains("second");
  }

  @Test
  void the_key_stays_while_its_file_is_replaced() throws Exception {
    Path file = Files.writeString(folder.resolve("far.key"), "first\n");
    WorkerKey key = WorkerKey.in(file, "no key");
    Files.writeString(file, "");
    assertThat(key.get()).isEqualTo("first");
    Files.delete(file);
    assertThat(key.get()).isEqualTo("first");
  }

  @Test
  void a_key_that_was_given_as_a_text_is_never_another_one() {
    WorkerKey key = WorkerKey.of("secret-key");
    assertThat(key.get()).isEqualTo("secret-key");
    assertThat(key.renewed()).isEmpty();
    assertThat(key.toString()).isEqualTo("key");
  }
}
