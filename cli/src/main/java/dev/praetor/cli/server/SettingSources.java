package dev.praetor.cli.server;

import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.terminal.LogFormat;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The places from which settings of a server come, in the order in which they are asked: the
 * options of the command, the environment, and the file {@code server.properties} in the home.
 *
 * @param options the given options by the names of the settings
 * @param environment the variables of the environment
 * @param file the content of the file
 */
record SettingSources(
    Map<String, String> options, Map<String, String> environment, Map<String, String> file) {
  static final String FILE = "server.properties";

  /** The settings, in the order in which they are shown, with their variables. */
  static final Map<String, String> VARIABLES =
      Map.ofEntries(
          Map.entry("home", "PRAETOR_HOME"),
          Map.entry("store", "PRAETOR_STORE"),
          Map.entry("store.user", "PRAETOR_STORE_USER"),
          Map.entry("store.password", "PRAETOR_STORE_PASSWORD"),
          Map.entry("host", "PRAETOR_HOST"),
          Map.entry("port", "PRAETOR_PORT"),
          Map.entry("tls.cert", "PRAETOR_TLS_CERT"),
          Map.entry("tls.key", "PRAETOR_TLS_KEY"),
          Map.entry("insecure.http", "PRAETOR_INSECURE_HTTP"),
          Map.entry("public.url", "PRAETOR_PUBLIC_URL"),
          Map.entry("allow.host", "PRAETOR_ALLOW_HOST"),
          Map.entry("grace", "PRAETOR_GRACE"),
          Map.entry("worker", "PRAETOR_WORKER"),
          Map.entry("pool", "PRAETOR_POOL"),
          Map.entry("slots", "PRAETOR_SLOTS"),
          Map.entry("runner.memory", "PRAETOR_RUNNER_MEMORY"),
          Map.entry("retention.age", "PRAETOR_RETENTION_AGE"),
          Map.entry("retention.keep", "PRAETOR_RETENTION_KEEP"),
          Map.entry("retention.events", "PRAETOR_RETENTION_EVENTS"),
          Map.entry("log.format", LogFormat.VARIABLE));

  SettingSources {
    options = Map.copyOf(options);
    environment = Map.copyOf(environment);
    file = Map.copyOf(file);
  }

  /**
   * Reads the file in a home, if there is one.
   *
   * @throws UsageException if it cannot be read, or contains a setting that does not exist
   */
  SettingSources withFileIn(Path home) {
    Path path = home.resolve(FILE);
    Properties read = new Properties();
    try (Reader reader = Files.newBufferedReader(path)) {
      read.load(reader);
    } catch (NoSuchFileException e) {
      return this;
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException("the file " + path + " cannot be read: " + e.getMessage());
    }
    Set<String> known = new TreeSet<>(VARIABLES.keySet());
    known.remove("home");
    for (String name : read.stringPropertyNames()) {
      if (!known.contains(name)) {
        throw new UsageException(
            "the file %s contains '%s', which is no setting; the settings are %s"
                .formatted(path, name, String.join(", ", known)));
      }
    }
    Map<String, String> content = new TreeMap<>();
    read.stringPropertyNames().forEach(name -> content.put(name, read.getProperty(name).strip()));
    return new SettingSources(options, environment, content);
  }

  /** Returns a setting from the first place that has it. */
  Optional<Setting> find(String name) {
    String variable = VARIABLES.getOrDefault(name, "");
    return given(options, name, name, "--" + name.replace('.', '-'))
        .or(() -> given(environment, variable, name, variable + " in the environment"))
        .or(() -> given(file, name, name, FILE));
  }

  Setting find(String name, String otherwise) {
    return find(name).orElseGet(() -> new Setting(name, otherwise, "default"));
  }

  private static Optional<Setting> given(
      Map<String, String> place, String key, String name, String source) {
    return Optional.ofNullable(place.get(key))
        .filter(value -> !value.isBlank())
        .map(value -> new Setting(name, value, source));
  }
}
