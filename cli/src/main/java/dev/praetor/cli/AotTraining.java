package dev.praetor.cli;

import dev.praetor.server.PraetorServer;
import dev.praetor.server.ServerOptions;
import dev.praetor.store.model.StoreLocation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
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

  private static final String QUERY =
      """
      {"query": "{ runs(first: 5) { nodes { id state flow { name } taskRuns { nodes { node } } } } }"}
      """;

  private AotTraining() {}

  /** Passes each of the common commands to {@code execute}. */
  static void run(Consumer<String[]> execute, InstantSource clock) {
    try {
      Path folder = Files.createTempDirectory("praetor-training");
      try {
        String source = Files.writeString(folder.resolve("Hello.java"), SOURCE).toString();
        String home = folder.resolve("home").toString();
        commands(source).stream()
            .map(command -> Stream.concat(command.stream(), Stream.of("--home=" + home)))
            .forEach(command -> execute.accept(command.toArray(String[]::new)));
        execute.accept(new String[] {"flow", "draw", source, "--format", "svg"});
        serve(folder.resolve("home"), clock);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a server and asks it for what every client asks for. */
  private static void serve(Path home, InstantSource clock) throws IOException {
    ServerOptions options =
        new ServerOptions(
            home, new StoreLocation.Home(home), "127.0.0.1", 0, Duration.ofSeconds(5), "training");
    try (PraetorServer server = PraetorServer.start(options, List.of(), clock)) {
      URLConnection request = server.url().resolve("/graphql").toURL().openConnection();
      String key = Files.readString(PraetorServer.keyFile(home)).strip();
      request.setRequestProperty("Authorization", "Bearer " + key);
      request.setDoOutput(true);
      try (OutputStream body = request.getOutputStream()) {
        body.write(QUERY.getBytes(StandardCharsets.UTF_8));
      }
      try (InputStream answer = request.getInputStream()) {
        long _ = answer.transferTo(OutputStream.nullOutputStream());
      }
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
