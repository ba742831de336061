package dev.praetor.cli.store;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.store.copy.StoreCopy;
import dev.praetor.store.model.StoreLocation;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor store copy}. */
@Command(
    name = "copy",
    description = {
      "Copies the history, flows, schedules and secrets of a home to an empty PostgreSQL database.",
      "Nothing may use the home meanwhile, because its runs are resumed in the database."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "User and password come from PRAETOR_STORE_USER and PRAETOR_STORE_PASSWORD. The home is left"
          + " as it is: its secrets.key is still needed to read the secrets.",
      "Example: praetor store copy jdbc:postgresql://db/runs"
    })
public final class StoreCopyCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private HomeOption home = new HomeOption();

  @Parameters(
      index = "0",
      paramLabel = "URL",
      description = "The database, as jdbc:postgresql://HOST/NAME.")
  private String url = "";

  public StoreCopyCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    StoreLocation target = StoreArguments.server(url);
    StoreCopy.Copied copied =
        new StoreCopy(clock, spec.commandLine().getErr()::println).copy(home.home(), target, false);
    out.println(
        "copied %,d rows and %,d large values; use the database with --store or PRAETOR_STORE"
            .formatted(copied.rows(), copied.blobs()));
    return ExitCode.SUCCESS;
  }
}
