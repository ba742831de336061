package dev.praetor.cli.user;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code praetor users}. */
@Command(
    name = "users",
    description =
        "Adds, lists and disables the people who log in to a server, and service accounts.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "A user has a role, as a key has: viewer, operator, author or administrator (see praetor"
          + " keys), on the whole server or in single projects.",
      "",
      "Examples:",
      "  praetor users add ann --role operator",
      "  praetor users role ann author",
      "  praetor users add bo --role viewer --project staging",
      "  praetor users role bo author --project testing",
      "  praetor users role bo none --project staging",
      "  praetor users add deploy --service --role author --project staging",
      "  praetor users link ann",
      "  praetor users disable ann"
    })
public final class UsersCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
