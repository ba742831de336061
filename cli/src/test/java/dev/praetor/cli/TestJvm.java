package dev.praetor.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The JVM of the processes that tests start. Most of them live for a second or two, which would be
 * spent on loading classes: they are loaded from an archive instead, which the first test of a
 * build makes.
 */
public final class TestJvm {
  private static final List<String> QUICK =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          "--enable-native-access=ALL-UNNAMED");

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /** The class path of the tests: jars first, as an archive has only classes of jars. */
  private static final List<Path> CLASS_PATH =
      Arrays.stream(
              System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                  .split(File.pathSeparator))
          .map(Path::of)
          .sorted((one, other) -> Boolean.compare(Files.isDirectory(one), Files.isDirectory(other)))
          .toList();

  private static final Path FOLDER = Path.of("target", "test-jvm").toAbsolutePath();

  /** Holds the archive, which is made for the first process. */
  private static final class Archive {
    static final Path PATH = archive();
  }

  private TestJvm() {}

  /** Returns the class path of the tests. */
  public static String classPath() {
    return path(CLASS_PATH);
  }

  /** Returns the command of a JVM with the class path of the tests, to which a class is added. */
  public static List<String> command(String... options) {
    List<String> command = new ArrayList<>();
    command.add(JAVA);
    command.addAll(QUICK);
    command.add("-XX:SharedArchiveFile=" + Archive.PATH);
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", classPath()));
    return command;
  }

  /** Returns a command of the program in a process of its own. */
  public static List<String> program(String... arguments) {
    return of(Main.class, arguments);
  }

  /** Returns the command that runs a class in a process of its own. */
  public static List<String> of(Class<?> main, String... arguments) {
    List<String> command = command();
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  private static String path(List<Path> entries) {
    return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /** Makes the archive, unless another process of this build has made it, and returns it. */
  private static Path archive() {
    List<Path> jars = CLASS_PATH.stream().filter(Files::isRegularFile).toList();
    try {
      Files.createDirectories(FOLDER);
      Path archive = FOLDER.resolve(Integer.toHexString(state(jars).hashCode()) + ".jsa");
      try (FileChannel channel =
              FileChannel.open(
                  FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = channel.lock()) {
        if (!Files.exists(archive)) {
          make(archive, jars);
        }
      }
      return archive;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what is different once a jar has changed. */
  private static String state(List<Path> jars) throws IOException {
    StringBuilder state = new StringBuilder(JAVA);
    for (Path jar : jars) {
      state.append(jar).append(Files.size(jar)).append(Files.getLastModifiedTime(jar));
    }
    return state.toString();
  }

  private static void make(Path archive, List<Path> jars) throws IOException {
    Path classes = FOLDER.resolve("classes");
    Path made = FOLDER.resolve("made.jsa");
    run(
        Stream.concat(
            QUICK.stream(),
            Stream.of(
                "-XX:DumpLoadedClassList=" + classes,
                "-cp",
                classPath(),
                Main.class.getName(),
                "--train-cache")));
    run(
        Stream.concat(
            QUICK.stream(),
            Stream.of(
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + classes,
                "-XX:SharedArchiveFile=" + made,
                "-cp",
                path(jars))));
    Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void run(Stream<String> options) throws IOException {
    Path said = FOLDER.resolve("said");
    try {
      int status =
          new ProcessBuilder(Stream.concat(Stream.of(JAVA), options).toList())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start()
              .waitFor();
      if (status != 0) {
        throw new IOException("no archive of classes:\n" + Files.readString(said));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
