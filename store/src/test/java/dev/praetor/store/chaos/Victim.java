package dev.praetor.store.chaos;

import dev.praetor.Flow;
import dev.praetor.RunId;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.RunOrigin;
import dev.praetor.store.model.StoreLocation;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The process that is killed. Its arguments are {@code home FOLDER} or {@code postgres URL},
 * followed by the run to resume, if any. The user and the password of a database are in its
 * environment.
 */
final class Victim {
  static final String USER = "CHAOS_USER";
  static final String PASSWORD = "CHAOS_PASSWORD";

  private Victim() {}

  private static String environment(String name) {
    return Objects.requireNonNull(System.getenv(name), name);
  }

  public static void main(String[] args) {
    Flow<Long> flow = ChaosFlow.flow();
    try (RunStore store = RunStore.open(location(args[0], args[1]))) {
      LocalRun<Long> run =
          LocalRun.of(flow)
              .with(s ->
                  s.withPersistence(
                      new RunSettings.Persistence(
                          store.journal(flow, new RunOrigin("chaos", "chaos")),
                          s.persistence().cache())));
      if (args.length == 2) {
        run.run();
      } else {
        RunId id = RunId.parse(args[2]);
        store.claim(id);
        run.resuming(store.recorded(id, flow)).run();
      }
    }
  }

  private static StoreLocation location(String kind, String where) {
    return kind.equals("home")
        ? new StoreLocation.Home(Path.of(where))
        : new StoreLocation.Postgres(where, environment(USER), environment(PASSWORD));
  }
}
