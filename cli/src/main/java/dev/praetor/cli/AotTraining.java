package dev.praetor.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Executes common commands, so that the JDK's class cache contains the classes they load. */
final class AotTraining {
  private static final String SOURCE =
      """
      import dev.praetor.Flow;
      import dev.praetor.Task;
      class Hello {
        static String greet(String name) { return "Hello, " + name; }
        static Flow<String> hello() {
          return Flow.define("hello", f -> Task.of(Hello::greet).call(f.parameter("name", "World")));
        }
      }
      """;

  private AotTraining() {}

  /** Passes each of the common commands to {@code execute}. */
  static void run(Consumer<String[]> execute) {
    try {
      Path folder = Files.createTempDirectory("praetor-training");
      try {
        String source = Files.writeString(folder.resolve("Hello.java"), SOURCE).toString();
        String home = folder.resolve("home").toString();
        commands(source).stream()
            .map(command -> Stream.concat(command.stream(), Stream.of("--home=" + home)))
            .forEach(command -> execute.accept(command.toArray(String[]::new)));
        execute.accept(new String[] {"flow", "draw", source, "--format", "svg"});
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<List<String>> commands(String source) {
    return List.of(
        List.of("demo"),
        List.of("run", source, "-p", "name=Ann"),
        List.of("runs", "list"),
        List.of("runs", "show", "latest"),
        List.of("runs", "list", "--json", "--flow", "standup-reminder"),
        List.of("runs", "show", "latest", "greet"),
        List.of("runs", "logs", "latest"),
        List.of("runs", "restart", "latest", "--plan"));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
