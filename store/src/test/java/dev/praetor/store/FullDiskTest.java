package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A home on a disk that is really full: a small one in memory, which only the process of the test
 * sees.
 */
@Tag("long")
class FullDiskTest {
  private static final String MOUNT = "mount -t tmpfs -o size=24m none \"$1\" && shift && \"$@\"";
  @TempDir Path folder;

  private static List<String> onDisk(Path disk, List<String> command) {
    List<String> all = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", MOUNT, "sh"));
    all.add(disk.toString());
    all.addAll(command);
    return all;
  }

  /** Returns the status of a command that has a disk of its own. */
  private static int status(List<String> command, File said)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said).start();
    try {
      assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static boolean canMount(Path disk) throws InterruptedException {
    try {
      return status(onDisk(disk, List.of("true")), new File("/dev/null")) == 0;
    } catch (IOException noSuchCommand) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "in-the-middle-of-a-run",
        "when-it-starts",
        "and-the-process-is-killed",
        "and-cannot-be-written-to"
      })
  void a_disk_is_full(String scene) throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeThat(canMount(disk)).as("this user may mount a disk in a namespace").isTrue();
    Path said = folder.resolve("said");
    List<String> program =
        ChildJvm.command(FullDisk.class, List.of("-Xmx256m"), disk.toString(), scene);
    int status = status(onDisk(disk, program), said.toFile());
    assertThat(Files.readString(said, StandardCharsets.UTF_8)).contains("as expected");
    assertThat(status).isZero();
  }
}
