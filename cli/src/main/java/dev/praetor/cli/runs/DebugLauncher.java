package dev.praetor.cli.runs;

import dev.praetor.cli.error.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Starts the same command again, in a process that waits for a debugger. */
final class DebugLauncher {
  private DebugLauncher() {}

  /** Returns the exit status of that process. */
  static int again(CommandSpec spec, int port) throws IOException, InterruptedException {
    if (port < 1 || port > 65_535) {
      throw new UsageException("a port must be a number from 1 to 65535, not " + port);
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,quiet=y,address=127.0.0.1:"
                    + port,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                spec.root().userObject().getClass().getName()));
    command.addAll(withoutDebug(spec.root().commandLine()));
    spec.commandLine()
        .getErr()
        .println(
            "Waiting for a debugger at 127.0.0.1:"
                + port
                + ". Set a breakpoint in the task's code and attach; Ctrl-C ends the process.");
    Process process = new ProcessBuilder(command).inheritIO().start();
    try {
      return process.waitFor();
    } finally {
      process.destroy();
    }
  }

  private static List<String> withoutDebug(CommandLine root) {
    List<String> arguments = new ArrayList<>();
    boolean skipsPort = false;
    for (String argument : root.getParseResult().originalArgs()) {
      boolean isPort = skipsPort && argument.matches("\\d+");
      skipsPort = argument.equals("--debug");
      if (!skipsPort && !isPort && !argument.startsWith("--debug=")) {
        arguments.add(argument);
      }
    }
    return arguments;
  }
}
