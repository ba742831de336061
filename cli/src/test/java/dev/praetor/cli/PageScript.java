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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The commands of a page as a script: those in its blocks that are marked {@code sh}, and those
 * after {@code $} in its blocks that are marked {@code console}, which also show what the commands
 * print. The classes in its blocks of Java lie in files beside it, and so does the program.
 *
 * @param folder the folder in which the script runs
 */
record PageScript(Path folder) {
  private static final Pattern BLOCK =
      Pattern.compile("```(sh|console|java)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern CLASS = Pattern.compile("(?m)^class (\\w+)");
  private static final Pattern LASTING =
      Pattern.compile("(?:\\./)?praetor (server|worker)(?: -(?!-print-config).*)?");
  private static final String PROMPT = "$ ";

  /**
   * Ends what a script has started, and waits until a process says that it is ready. A server that
   * is started again has ended before.
   */
  private static final String BEGIN =
      """
      set -euo pipefail
      trap 'kill $(jobs -p) 2> /dev/null || true; wait' EXIT
      ready() { timeout 60 bash -c "until grep -q 'is ready' $1; do sleep 0.1; done"; }
      server=
      end_server() { if [ -n "$server" ]; then kill "$server"; wait "$server" || true; fi; }
      """;

  /**
   * Starts a server in the background; its address is in {@code url} then, and what it prints in
   * the file {@code started}.
   */
  static final String SERVER =
      """
      ./praetor server > started 2>&1 & server=$!; ready started
      url=$(grep -o 'ready at .*' started | cut -c10-)
      """;

  /** Returns the script of a page. */
  String of(Path page) throws IOException {
    List<String> lines = new ArrayList<>(List.of(BEGIN));
    for (MatchResult block : BLOCK.matcher(Files.readString(page)).results().toList()) {
      switch (block.group(1)) {
        case "sh" ->
            block.group(2).lines().map(line -> command(line, lines.size())).forEach(lines::add);
        case "console" -> addConsole(block.group(2), lines);
        default -> {
          Matcher name = CLASS.matcher(block.group(2));
          if (name.find()) {
            Files.writeString(folder.resolve(name.group(1) + ".java"), block.group(2));
          }
        }
      }
    }
    return String.join("\n", lines);
  }

  private void addConsole(String block, List<String> lines) throws IOException {
    assertThat(block).startsWith(PROMPT);
    for (String step : block.substring(PROMPT.length()).split("(?m)^\\$ ", -1)) {
      String[] parts = step.split("\n", 2);
      int number = lines.size();
      boolean isLasting = LASTING.matcher(parts[0]).matches();
      lines.add(
          isLasting
              ? command(parts[0], number)
              : "{ %s\n} 2>&1 | tee shown-%d".formatted(parts[0], number));
      Files.writeString(
          folder.resolve((isLasting ? "lasting-" : "shown-") + number + ".expected"), parts[1]);
    }
  }

  /** Returns a command; a lasting one is started in the background, until it is ready. */
  private static String command(String line, int number) {
    Matcher lasting = LASTING.matcher(line);
    if (!lasting.matches()) {
      return line;
    }
    boolean isServer = lasting.group(1).equals("server");
    return "%s%s > lasting-%d 2>&1 & %sready lasting-%d"
        .formatted(
            isServer ? "end_server; " : "", line, number, isServer ? "server=$!; " : "", number);
  }

  /** Returns a script in which something else happens before a part of it. */
  static String before(String script, String part, String what) {
    assertThat(script).contains(part);
    return script.replace(part, what + part);
  }

  /** Runs a script, and returns what it has printed. */
  String run(String script, Map<String, String> environment) throws Exception {
    Path program = folder.resolve("praetor");
    Files.writeString(
        program,
        """
        #!/bin/bash
        exec %s $JAVA_OPTS %s "$@"
        """
            .formatted(
                TestJvm.command().stream().map("'%s'"::formatted).collect(Collectors.joining(" ")),
                Main.class.getName()));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Path printed = folder.resolve("printed");
    ProcessBuilder builder =
        new ProcessBuilder("bash", Files.writeString(folder.resolve("script"), script).toString());
    builder.directory(folder.toFile());
    builder.redirectErrorStream(true).redirectOutput(printed.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PRAETOR_"));
    builder.environment().put("JAVA_OPTS", "");
    builder.environment().put("PRAETOR_HOME", folder.resolve("home").toString());
    builder.environment().merge("PATH", folder.toString(), (path, own) -> own + ":" + path);
    builder.environment().putAll(environment);
    int status = builder.start().waitFor();
    assertThat(status).as(Files.readString(printed)).isZero();
    requireShown();
    return Files.readString(printed);
  }

  /** Checks that commands have printed what the page shows; lasting ones may print more. */
  private void requireShown() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.toString().endsWith(".expected")).toList();
    }
    for (Path file : files) {
      Path shown = folder.resolve(file.getFileName().toString().replace(".expected", ""));
      List<String> expected = bare(Files.readString(file));
      if (shown.getFileName().toString().startsWith("shown")) {
        assertThat(bare(Files.readString(shown))).isEqualTo(expected);
      } else {
        assertThat(bare(Files.readString(shown))).containsAll(expected);
      }
    }
  }

  /** Returns the lines of a text without what differs each time, such as ids and times. */
  private List<String> bare(String text) {
    return text.replace(folder.resolve("home").toString(), "HOME")
        .replace("/home/ann/.praetor", "HOME")
        .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID")
        .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "TIME")
        .replaceAll("TIME by \\w+", "TIME by SOMEBODY")
        .replaceAll("https?://[a-z0-9.]+(:\\d+)?", "URL")
        .replaceAll("#setup=\\S+", "#setup=…")
        .replaceAll(" +", " ")
        .lines()
        .map(String::strip)
        .toList();
  }
}
