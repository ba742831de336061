package dev.praetor.cli.option;

import dev.praetor.ErrorCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.store.RunStore;
import dev.praetor.store.db.OwnerOnly;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.secret.MasterKeys;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that locate the store of recorded runs. */
public final class StoreArguments {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "The folder of recorded runs; by default PRAETOR_HOME, or ~/.praetor.")
  private @Nullable Path home;

  @Option(
      names = "--store",
      paramLabel = "URL",
      description = {
        "A PostgreSQL database of recorded runs, as jdbc:postgresql://HOST/NAME; by default"
            + " PRAETOR_STORE.",
        "User and password come from PRAETOR_STORE_USER and PRAETOR_STORE_PASSWORD."
      })
  private @Nullable String url;

  /** Returns whether one of the options is given. */
  public boolean areGiven() {
    return home != null || url != null;
  }

  /** Returns whether an option or the environment names a database. */
  public boolean nameDatabase() {
    return url != null || environment("PRAETOR_STORE").isPresent();
  }

  /** Returns the location of the store; options take precedence over the environment. */
  public StoreLocation location() {
    if (url != null && home != null) {
      throw new UsageException("give --home or --store, not both: runs are recorded in one place");
    }
    if (home != null) {
      return new StoreLocation.Home(home());
    }
    Optional<String> server = url != null ? Optional.of(url) : environment("PRAETOR_STORE");
    if (server.isPresent()) {
      return server(server.get());
    }
    return new StoreLocation.Home(home());
  }

  /** Returns the home, in which the key of local secrets lies, also if the store is a server. */
  public Path home() {
    return homeOr(home);
  }

  /** Returns a home that was given as an option, or that of the environment, or the user's own. */
  public static Path homeOr(@Nullable Path given) {
    Path folder =
        Optional.ofNullable(given)
            .or(() -> environment("PRAETOR_HOME").map(Path::of))
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".praetor"));
    return folder.toAbsolutePath().normalize();
  }

  /**
   * Returns the location of a store in a database, with the user and password of the environment.
   *
   * @throws UsageException if the URL is not one of PostgreSQL, or is malformed
   */
  public static StoreLocation server(String url) {
    return server(
        url,
        environment("PRAETOR_STORE_USER").orElseGet(StoreArguments::defaultUser),
        environment("PRAETOR_STORE_PASSWORD").orElse(""));
  }

  /** Returns the user of a database if none is given. */
  public static String defaultUser() {
    return System.getProperty("user.name", "praetor");
  }

  /**
   * Returns the location of a store in a database.
   *
   * @throws UsageException if the URL is not one of PostgreSQL, or is malformed
   */
  public static StoreLocation server(String url, String user, String password) {
    requirePostgres(url);
    return new StoreLocation.Postgres(url, user, password);
  }

  private static void requirePostgres(String url) {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new UsageException(
          "a store is named by a URL such as jdbc:postgresql://localhost/praetor, not '"
              + url.replaceAll("\\?.*", "")
              + "'; for a folder use --home DIR");
    }
    requireReadable(url);
  }

  private static void requireReadable(String url) {
    try {
      URLDecoder.decode(url, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "the URL of the store, "
              + url.replaceAll("\\?.*", "")
              + ", contains a % that is not followed by two hexadecimal digits; write %25 for the"
              + " character %");
    }
  }

  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(text -> !text.isBlank());
  }

  /** Returns the passwords and keys with which the store is opened and its secrets are read. */
  public List<String> secrets() {
    List<String> all = new ArrayList<>(MasterKeys.textsInEnvironment());
    if (location() instanceof StoreLocation.Postgres database) {
      all.add(database.password());
    }
    return all;
  }

  /** Returns the options with which another command finds the same runs. */
  public String again() {
    String place = home != null ? " --home " + home : "";
    return url != null ? " --store '" + url.replaceAll("\\?.*", "") + "'" : place;
  }

  /** Opens the store for reading and writing, and creates it if it does not exist. */
  public RunStore open() {
    return open(StoreOptions.defaults());
  }

  /** Opens the store with these options, and creates it if it does not exist. */
  public RunStore open(StoreOptions options) {
    StoreLocation where = location();
    if (where instanceof StoreLocation.Home folder) {
      refuseReadOnly(folder.folder());
    }
    try {
      return RunStore.open(where, options);
    } catch (StoreFailed e) {
      throw new UsageException(
          e.getMessage()
              + "\nNothing ran. Choose another folder with --home DIR, or run without a"
              + " history with --no-history.");
    }
  }

  /** Opens the store for reading only, if there is one. */
  public Optional<RunStore> openIfThere() {
    try {
      return Optional.of(RunStore.openToRead(location()));
    } catch (StoreFailed e) {
      if (e.code() != ErrorCode.NOT_FOUND) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Opens the store for reading only. */
  public RunStore openToRead() {
    try {
      return RunStore.openToRead(location());
    } catch (StoreFailed e) {
      if (e.code() != ErrorCode.NOT_FOUND) {
        throw e;
      }
      throw new UsageException(e.getMessage() + ", or name another folder with --home");
    }
  }

  private static void refuseReadOnly(Path folder) {
    String why;
    try {
      OwnerOnly.createDirectories(folder);
      if (Files.isWritable(folder)) {
        return;
      }
      why = "the folder is not writable";
    } catch (IOException e) {
      why = e.toString();
    }
    throw new UsageException(
        "runs cannot be recorded in "
            + folder
            + ": "
            + why
            + "\nNothing ran. Choose another folder with --home DIR or PRAETOR_HOME, or run"
            + " without a history with --no-history.");
  }
}
