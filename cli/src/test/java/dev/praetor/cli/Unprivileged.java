package dev.praetor.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands for which the permissions of files hold, also when the tests run as the superuser. */
final class Unprivileged {
  private static final String WITHOUT = "-dac_override,-dac_read_search,-fowner";

  private Unprivileged() {}

  /** Returns the command to run instead, or nothing where there is no way. */
  static List<String> command(List<String> command) throws IOException {
    Process id = new ProcessBuilder("id", "-u").start();
    String user = new String(id.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (!user.equals("0")) {
      return command;
    }
    if (!Files.isExecutable(Path.of("/usr/bin/setpriv"))) {
      return List.of();
    }
    List<String> all = new ArrayList<>();
    all.addAll(List.of("setpriv", "--bounding-set=" + WITHOUT, "--inh-caps=" + WITHOUT));
    all.addAll(command);
    return all;
  }
}
