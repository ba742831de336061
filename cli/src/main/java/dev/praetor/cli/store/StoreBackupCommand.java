package dev.praetor.cli.store;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.store.copy.StoreCopy;
import dev.praetor.store.db.OwnerOnly;
import dev.praetor.store.model.StoreLocation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor store backup}. */
@Command(
    name = "backup",
    description = {
      "Copies a home to a new folder, which can be used as a home.",
      "Servers and runs go on meanwhile; the copy is the state of one moment. It contains the keys of"
          + " the home, so keep it as safe."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "To restore it, end what uses the home, and name the copy with --home or PRAETOR_HOME. Runs"
          + " that were in progress at that moment are resumed there.",
      "Example: praetor store backup /backup/2026-03-06"
    })
public final class StoreBackupCommand implements Callable<Integer> {
  /** The beginnings of the names of files that belong to a home besides its store. */
  private static final List<String> FILES =
      List.of("secrets.key", "admin.key", "server.properties");

  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private HomeOption home = new HomeOption();

  @Parameters(index = "0", paramLabel = "DIR", description = "The new folder.")
  private Path target = Path.of("");

  public StoreBackupCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Path folder = target.toAbsolutePath().normalize();
    if (folder.equals(home.home())) {
      throw new UsageException(folder + " is the home itself; name a new folder");
    }
    // Before the rows: every secret in them can be read with the key that is there now.
    OwnerOnly.createDirectories(folder);
    List<Path> files = files();
    for (Path file : files) {
      Path copy = folder.resolve(file.getFileName());
      if (Files.exists(copy)) {
        throw new UsageException(copy + " exists already; name a new folder");
      }
    }
    StoreCopy.Copied copied =
        new StoreCopy(clock, spec.commandLine().getErr()::println)
            .copy(home.home(), new StoreLocation.Home(folder), true);
    for (Path file : files) {
      Path copy = folder.resolve(file.getFileName());
      OwnerOnly.createFile(copy);
      Files.write(copy, Files.readAllBytes(file));
    }
    out.println(
        "%s has a copy of %s: %,d rows, %,d large values"
            .formatted(folder, home.home(), copied.rows(), copied.blobs()));
    return ExitCode.SUCCESS;
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(home.home())) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(home.home())) {
      return all.filter(Files::isRegularFile)
          .filter(file -> FILES.stream().anyMatch(file.getFileName().toString()::startsWith))
          .sorted()
          .toList();
    }
  }
}
