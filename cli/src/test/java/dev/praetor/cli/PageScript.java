package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands in the blocks of a page that are marked {@code sh}, as a script. The classes in its
 * blocks of Java lie in files beside it, and so does the program.
 *
 * @param folder the folder in which the script runs
 */
record PageScript(Path folder) {
  private static final Pattern BLOCK = Pattern.compile("```(sh|java)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern CLASS = Pattern.compile("(?m)^class (\\w+)");
  private static final Pattern LASTING = Pattern.compile("\\./praetor (server|worker)( .*)?");

  /** Ends what a script has started, and waits until a process says that it is ready. */
  private static final String BEGIN =
      """
      set -euo pipefail
      trap 'kill $(jobs -p) 2> /dev/null || true; wait' EXIT
      ready() { timeout 60 bash -c "until grep -q 'is ready' $1; do sleep 0.1; done"; }
      """;

  /** Returns the script of a page. */
  String of(Path page) throws IOException {
    List<String> lines = new ArrayList<>(List.of(BEGIN));
    for (MatchResult block : BLOCK.matcher(Files.readString(page)).results().toList()) {
      if (block.group(1).equals("sh")) {
        block.group(2).lines().map(line -> command(line, lines.size())).forEach(lines::add);
      } else {
        Matcher name = CLASS.matcher(block.group(2));
        if (name.find()) {
          Files.writeString(folder.resolve(name.group(1) + ".java"), block.group(2));
        }
      }
    }
    return String.join("\n", lines);
  }

  /** Returns a command; a lasting one is started in the background, until it is ready. */
  private static String command(String line, int number) {
    return LASTING.matcher(line).matches()
        ? "%s > lasting-%d 2>&1 & ready lasting-%d".formatted(line, number, number)
        : line;
  }

  /** Runs a script, and returns what it has printed. */
  String run(String script, Map<String, String> environment) throws Exception {
    Path program = folder.resolve("praetor");
    Files.writeString(
        program,
        """
        #!/bin/bash
        exec "%s" --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -cp '%s' %s "$@"
        """
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Path printed = folder.resolve("printed");
    ProcessBuilder builder =
        new ProcessBuilder("bash", Files.writeString(folder.resolve("script"), script).toString());
    builder.directory(folder.toFile());
    builder.redirectErrorStream(true).redirectOutput(printed.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PRAETOR_"));
    builder.environment().put("PRAETOR_HOME", folder.resolve("home").toString());
    builder.environment().merge("PATH", folder.toString(), (path, own) -> own + ":" + path);
    builder.environment().putAll(environment);
    int status = builder.start().waitFor();
    assertThat(status).as(Files.readString(printed)).isZero();
    return Files.readString(printed);
  }
}
