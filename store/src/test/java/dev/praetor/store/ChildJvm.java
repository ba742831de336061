package dev.praetor.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Other processes that run a class of the tests. */
public final class ChildJvm {
  private ChildJvm() {}

  /** Returns a process, not yet started, that runs a main method with the classes of this one. */
  public static ProcessBuilder of(Class<?> program, List<String> options, String... arguments) {
    return new ProcessBuilder(command(program, options, arguments));
  }

  /** Returns the command that runs a main method with the classes of this process. */
  public static List<String> command(Class<?> program, List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(options);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    return command;
  }
}
