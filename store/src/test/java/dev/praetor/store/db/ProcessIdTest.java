package dev.praetor.store.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The certainty about a process, which only its own kernel and namespace give. */
@EnabledOnOs(OS.LINUX)
class ProcessIdTest {
  private static ProcessId of(Process process) {
    return of(process.pid());
  }

  private static ProcessId of(long pid) {
    ProcessId self = ProcessId.current();
    ProcessStat stat = Objects.requireNonNull(ProcessStat.of(Path.of("/proc/" + pid)));
    return new ProcessId(self.host(), pid, self.boot(), self.space(), stat.ticks());
  }

  @Test
  void a_process_of_this_namespace_is_known_to_run_until_it_has_ended() throws Exception {
    Process process = new ProcessBuilder("sleep", "60").start();
    ProcessId id = of(process);
    assertThat(id.sign()).isEqualTo(ProcessId.Sign.RUNNING);
    process.destroyForcibly().waitFor();
    assertThat(id.sign()).isEqualTo(ProcessId.Sign.GONE);
  }

  @Test
  void a_process_that_ended_and_that_nobody_waited_for_is_gone() throws Exception {
    // The shell becomes a program that never waits for the shell's child.
    Process parent =
        new ProcessBuilder("sh", "-c", "sleep 0.2 & echo $!; exec sleep 60")
            .redirectErrorStream(true)
            .start();
    try (var lines = parent.inputReader()) {
      ProcessId child = of(Long.parseLong(lines.readLine()));
      await().until(() -> child.sign() == ProcessId.Sign.GONE);
      assertThat(ProcessHandle.of(child.pid())).isPresent();
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void another_process_under_the_same_number_is_not_the_same_process() {
    ProcessId self = ProcessId.current();
    ProcessId earlier =
        new ProcessId(self.host(), self.pid(), self.boot(), self.space(), self.ticks() - 1);
    assertThat(earlier.sign()).isEqualTo(ProcessId.Sign.GONE);
  }

  @Test
  void nothing_is_known_about_a_process_of_another_boot_namespace_or_host() {
    ProcessId self = ProcessId.current();
    long none = 1L << 40;
    assertThat(new ProcessId(self.host(), none, "other", self.space(), 1).sign())
        .isEqualTo(ProcessId.Sign.UNKNOWN);
    assertThat(new ProcessId(self.host(), none, self.boot(), "pid:[1]", 1).sign())
        .isEqualTo(ProcessId.Sign.UNKNOWN);
    assertThat(new ProcessId("elsewhere", none, self.boot(), self.space(), 1).sign())
        .isEqualTo(ProcessId.Sign.UNKNOWN);
    assertThat(new ProcessId(self.host(), none, "", "", 1).sign())
        .isEqualTo(ProcessId.Sign.UNKNOWN);
  }

  @Test
  void a_stopped_process_is_not_known_to_run() throws Exception {
    Process process = new ProcessBuilder("sleep", "60").start();
    try {
      ProcessId id = of(process);
      new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).start().waitFor();
      await().until(() -> id.sign() == ProcessId.Sign.UNKNOWN);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void the_name_of_a_program_may_contain_anything() {
    ProcessStat stat =
        ProcessStat.parse("7 (a) Z (b 1) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 4711 20");
    assertThat(stat).isEqualTo(new ProcessStat(7, 'S', 4711));
  }
}
