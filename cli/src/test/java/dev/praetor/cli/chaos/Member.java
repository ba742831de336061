package dev.praetor.cli.chaos;

import dev.praetor.cli.TestJvm;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server or a worker, which is started again after it was killed. Used by one thread. */
final class Member {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String READY = "Praetor (server|worker) is ready( at )?";
  private final Path folder;
  private final Map<String, String> environment;
  private final List<String> command;
  private final Set<ProcessHandle> runners = new HashSet<>();
  private @Nullable Process process;
  private String address = "";
  private int starts;

  /**
   * Describes a process that has not started.
   *
   * @param folder its home, and the place of what it prints
   * @param environment its variables
   */
  Member(Path folder, Map<String, String> environment, String... command) {
    this.folder = folder;
    this.environment = environment;
    this.command = List.of(command);
  }

  Path folder() {
    return folder;
  }

  /** Starts the process, and waits until it is ready. */
  void start() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path printed = folder.resolve("out-" + ++starts);
    ProcessBuilder builder = program(folder, environment, command);
    builder.redirectErrorStream(true).redirectOutput(printed.toFile());
    Process started = builder.start();
    process = started;
    long last = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < last && !started.waitFor(20, TimeUnit.MILLISECONDS)) {
      Optional<String> ready =
          Files.readAllLines(printed).stream().filter(line -> line.matches(READY + ".*")).findAny();
      if (ready.isPresent()) {
        address = ready.get().replaceAll(READY, "");
        return;
      }
    }
    throw new IllegalStateException("it did not start:\n" + Files.readString(printed));
  }

  /** Returns a process of the program, with a home, that is to be started. */
  static ProcessBuilder program(
      Path home, Map<String, String> environment, List<String> arguments) {
    ProcessBuilder builder = new ProcessBuilder(TestJvm.program(arguments.toArray(String[]::new)));
    builder.environment().keySet().removeIf(name -> name.startsWith("PRAETOR_"));
    builder.environment().putAll(environment);
    builder.environment().put("PRAETOR_HOME", home.toString());
    return builder;
  }

  /** Returns the address of a server that has started. */
  URI address() {
    return URI.create(address);
  }

  /** Returns the process and the runners that it has started. */
  List<ProcessHandle> processes() {
    Process running = process;
    if (running == null) {
      return List.of();
    }
    List<ProcessHandle> started = running.descendants().toList();
    runners.addAll(started);
    return Stream.concat(Stream.of(running.toHandle()), started.stream()).toList();
  }

  /** Kills the process, but not its runners, and waits until it has ended. */
  void kill() {
    processes();
    Process running = process;
    if (running != null) {
      running.destroyForcibly().onExit().join();
    }
  }

  /** Kills the process and all runners that it ever started. */
  void end() {
    kill();
    runners.forEach(ProcessHandle::destroyForcibly);
  }
}
