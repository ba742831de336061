package dev.praetor.cli.server;

import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.cli.terminal.LogFormat;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.cli.worker.RunnerJvm;
import dev.praetor.engine.task.Placement;
import dev.praetor.server.ServerOptions;
import dev.praetor.server.http.Listener;
import dev.praetor.store.model.Retention;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.secret.MasterKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The settings of a server, each with the place from which it comes.
 *
 * @param all the settings, in the order in which they are shown
 * @param options the options of the server that they make
 * @param runners the starter of the runners of its worker; absent if it has no worker
 * @param pool the pool of its worker
 * @param logFormat the form of its log
 */
record ServerSettings(
    List<Setting> all,
    ServerOptions options,
    Optional<RunnerJvm> runners,
    String pool,
    LogFormat logFormat) {

  /** The age of retention with which nothing is deleted. */
  private static final String FOREVER = "forever";

  ServerSettings {
    all = List.copyOf(all);
  }

  /**
   * Finds the settings.
   *
   * @param given the options and the environment
   * @param version the version of Praetor
   * @throws UsageException if a setting has no valid value
   */
  static ServerSettings of(SettingSources given, String version) {
    Setting home =
        given.find("home", Path.of(System.getProperty("user.home"), ".praetor").toString());
    Path folder = Path.of(home.value()).toAbsolutePath().normalize();
    home = new Setting(home.name(), folder.toString(), home.source());
    SettingSources sources = given.withFileIn(folder);
    Setting grace = sources.find("grace", "30s");
    List<Setting> all = new ArrayList<>(List.of(home));
    StoreLocation store = store(sources, folder, all);
    Listener listener = ListenerSettings.listener(sources, all);
    Setting worker = sources.find("worker", "true");
    Setting pool = sources.find("pool", Placement.DEFAULT_POOL);
    Setting slots = sources.find("slots", "100");
    Setting memory = sources.find("runner.memory", "512m");
    Setting age = sources.find("retention.age", "90d");
    Setting keep = sources.find("retention.keep", "20");
    Setting events = sources.find("retention.events", "30d");
    Setting log = sources.find("log.format", LogFormat.TEXT.label());
    all.addAll(List.of(grace, worker, pool, slots, memory, age, keep, events, log));
    Duration longest = TimeFormat.span(grace.value(), grace.source());
    RunnerJvm runners = new RunnerJvm(store, folder, number(slots), memory.value(), longest);
    return new ServerSettings(
        all,
        new ServerOptions(folder, store, listener, longest, version, retention(age, keep, events)),
        worker.isOn() ? Optional.of(runners) : Optional.empty(),
        pool.value(),
        LogFormat.of(log.value(), log.source()));
  }

  /** Returns the passwords among the settings, and the keys of secrets in the environment. */
  List<String> secrets() {
    return Stream.concat(
            all.stream().filter(each -> each.name().equals("store.password")).map(Setting::value),
            MasterKeys.textsInEnvironment().stream())
        .toList();
  }

  private static Retention retention(Setting age, Setting keep, Setting events) {
    if (!keep.value().matches("\\d{1,6}")) {
      throw new UsageException(
          "%s: it is a number of runs from 0 to 999999, not '%s'"
              .formatted(keep.source(), keep.value()));
    }
    Retention logs = Retention.DEFAULT;
    Retention kept = age(events).map(logs::withEvents).orElse(logs);
    return age(age)
        .map(longest -> kept.withRuns(new Retention.Runs(longest, Integer.parseInt(keep.value()))))
        .orElse(kept);
  }

  private static Optional<Duration> age(Setting age) {
    if (age.value().equals(FOREVER)) {
      return Optional.empty();
    }
    if (!TimeFormat.isSpan(age.value())) {
      throw new UsageException(
          "%s: it is a span such as 90d, or forever, not '%s'"
              .formatted(age.source(), age.value()));
    }
    return Optional.of(TimeFormat.span(age.value(), age.source()));
  }

  private static int number(Setting setting) {
    if (setting.value().matches("\\d{1,6}")) {
      return Integer.parseInt(setting.value());
    }
    throw new UsageException(
        "%s: it is a number from 1 to 999999, not '%s'"
            .formatted(setting.source(), setting.value()));
  }

  /** Finds the store, and adds its settings to all. */
  private static StoreLocation store(SettingSources sources, Path home, List<Setting> all) {
    Optional<Setting> url = sources.find("store");
    if (url.isEmpty()) {
      all.add(new Setting("store", home.toString(), "default: the home"));
      return new StoreLocation.Home(home);
    }
    Setting user = sources.find("store.user", StoreArguments.defaultUser());
    Setting password = sources.find("store.password", "");
    all.addAll(List.of(url.get(), user, password));
    return StoreArguments.server(url.get().value(), user.value(), password.value());
  }

  /** Returns the settings as lines. */
  List<String> lines() {
    int names = all.stream().mapToInt(each -> each.name().length()).max().orElse(0);
    int values = all.stream().mapToInt(each -> each.shown().length()).max().orElse(0);
    String line = "%-" + names + "s  %-" + Math.max(1, values) + "s  %s";
    return all.stream()
        .map(each -> line.formatted(each.name(), each.shown(), each.source()))
        .toList();
  }

  /** Returns the settings as JSON, by their names. */
  ObjectNode document() {
    ObjectNode document = JsonMapper.shared().createObjectNode();
    all.forEach(each ->
        document.putObject(each.name()).put("value", each.shown()).put("source", each.source()));
    return document;
  }
}
