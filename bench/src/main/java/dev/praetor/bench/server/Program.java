package dev.praetor.bench.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The program that is measured.
 *
 * @param command its beginning, before its arguments
 * @param flows the source file of {@link ServedFlows}
 */
record Program(List<String> command, Path flows) {
  private static final String FLOWS = "src/main/java/dev/praetor/bench/server/ServedFlows.java";

  Program {
    command = List.copyOf(command);
  }

  /** Returns the program as people start it, by its launcher. */
  static Program launched(Path launcher) {
    return new Program(List.of(launcher.toString()), Path.of("bench").resolve(FLOWS));
  }

  /** Returns the program with the class path of this process, which starts more slowly. */
  static Program onClassPath() {
    return new Program(
        List.of(
            java(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath(),
            "dev.praetor.cli.Main"),
        Path.of(FLOWS));
  }

  /** Returns a process of the program with these variables and no others of its own. */
  ProcessBuilder with(Map<String, String> environment, List<String> arguments) {
    List<String> all = new ArrayList<>(command);
    all.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(all);
    builder.environment().keySet().removeIf(name -> name.startsWith("PRAETOR_"));
    builder.environment().putAll(environment);
    return builder;
  }

  /** Returns a process of the floor. */
  static ProcessBuilder bareServer() {
    return new ProcessBuilder(java(), "-cp", classPath(), BareServer.class.getName());
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
