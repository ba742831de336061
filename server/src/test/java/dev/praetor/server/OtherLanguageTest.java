package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.praetor.Flow;
import dev.praetor.Task;
import dev.praetor.server.http.HttpLimits;
import dev.praetor.store.model.StoreLocation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program in Python, with the client {@code gql}, which learns the schema by introspection and
 * works with what it has learned.
 */
@Tag("process")
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OtherLanguageTest {
  private static final String CLIENT = "gql[requests]";
  @TempDir private Path folder;

  /** The text that a program has printed, and its exit status. */
  private record Ended(int status, String printed) {}

  @BeforeEach
  void requirePython() throws Exception {
    boolean isThere;
    try {
      isThere = run(Map.of(), "python3", "--version").status() == 0;
    } catch (IOException e) {
      isThere = false;
    }
    assumeTrue(isThere, "python3 is not installed on this machine, so its clients are not tried");
  }

  private Ended run(Map<String, String> environment, String... command) throws Exception {
    Path printed = Files.createTempFile(folder, "printed", "");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(printed.toFile()).start();
    try {
      return new Ended(process.waitFor(), Files.readString(printed));
    } finally {
      process.destroyForcibly();
    }
  }

  private static String succeeded(Ended ended) {
    assertThat(ended.status()).as(ended.printed()).isZero();
    return ended.printed();
  }

  /** Installs the client in an environment of its own, and returns how programs run with it. */
  private List<String> install() throws Exception {
    Path python = folder.resolve("venv/bin/python");
    Ended made = run(Map.of(), "python3", "-m", "venv", folder.resolve("venv").toString());
    List<String> with = new ArrayList<>();
    if (made.status() == 0) {
      with.add(python.toString());
      succeeded(run(Map.of(), python.toString(), "-m", "pip", "install", "-q", CLIENT));
    } else { // Some systems have Python without its environments.
      String target = folder.resolve("packages").toString();
      succeeded(run(Map.of(), "python3", "-m", "pip", "install", "-q", "--target", target, CLIENT));
      with.addAll(List.of("env", "PYTHONPATH=" + target, "python3"));
    }
    return with;
  }

  private static Flow<String> greet() {
    return Flow.define(
        "greet",
        flow ->
            Task.of("hello", String.class, (String name) -> "Hello, " + name)
                .call(flow.parameter("name", String.class)));
  }

  @Test
  void a_client_in_python_learns_the_schema_and_asks_changes_and_follows() throws Exception {
    List<String> command = new ArrayList<>(install());
    Path program = folder.resolve("client.py");
    try (InputStream text =
        Objects.requireNonNull(OtherLanguageTest.class.getResourceAsStream("client.py"))) {
      Files.copy(text, program);
    }
    Path home = folder.resolve("home");
    StoreLocation store = new StoreLocation.Home(home);
    Registered registered = new Registered(store);
    try (TestServer server = TestServer.at(home, store, HttpLimits.DEFAULT)) {
      registered.register(greet(), "one");
      registered.serve(greet(), "one");
      String key =
          server
              .query("mutation { createKey(name: \"python\", role: OPERATOR) { secret } }")
              .at("/createKey/secret")
              .asString();
      command.addAll(List.of(program.toString(), server.server.url().toString(), key));
      assertThat(succeeded(run(Map.of(), command.toArray(String[]::new)))).endsWith("passed\n");
    } finally {
      registered.close();
    }
  }
}
