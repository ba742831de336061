package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.cli.error.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A worker that its server refuses for good ends at once, and says what to do. */
class WorkerKeysTest extends CommandsOnServer {
  private Path key(String name, String... options) throws Exception {
    String[] all = new String[options.length + 3];
    System.arraycopy(options, 0, all, 3, options.length);
    all[0] = "keys";
    all[1] = "create";
    all[2] = name;
    assertThat(onServer(all)).as("%s", err).isZero();
    return Files.writeString(home.resolve(name + ".key"), out.toString());
  }

  private void checkRefused(Path key, String... parts) {
    assertThat(execute("worker", "--server=" + server.url(), "--key-file=" + key))
        .isEqualTo(ExitCode.USAGE);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains(parts);
  }

  @Test
  void a_key_for_other_pools_is_told() throws Exception {
    checkRefused(
        key("far", "--role=worker", "--pool=reports", "--pool=night"),
        "key 'far' is limited to the pools 'reports', 'night'",
        "the worker takes runs of 'default', too;",
        "start it with --pool reports --pool night, or with a key for its pools");
  }

  @Test
  void a_revoked_key_is_told() throws Exception {
    Path file = key("far", "--role=worker");
    assertThat(onServer("keys", "revoke", "far")).isZero();
    checkRefused(
        file,
        "the key 'far' was revoked; an administrator can make another one",
        "the worker takes its key from --key-file FILE, or from PRAETOR_API_KEY");
  }

  @Test
  void an_unknown_key_is_told() throws Exception {
    Path file = Files.writeString(home.resolve("unknown.key"), "praetor_unknown\n");
    checkRefused(file, "the key of the request is wrong", "--key-file FILE");
  }

  @Test
  void a_key_of_a_role_that_runs_nothing_is_told() throws Exception {
    checkRefused(key("eye", "--role=viewer"), "needs the role worker", "'eye' has the role viewer");
  }

  @Test
  void an_empty_key_file_is_told() throws Exception {
    Path file = Files.writeString(home.resolve("empty.key"), "\n");
    checkRefused(file, "there is no file " + file + " with a key that can be read");
  }
}
