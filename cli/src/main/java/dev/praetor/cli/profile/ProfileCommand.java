package dev.praetor.cli.profile;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code praetor profile}. */
@Command(
    name = "profile",
    description = "Keeps servers with their keys, and chooses the server for commands.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "While a profile is in use, commands work on its server, unless --home, --store, --server,"
          + " PRAETOR_STORE or PRAETOR_SERVER name another place.",
      "",
      "Examples:",
      "  praetor profile add team --server https://praetor.example.com --key-file key.txt",
      "  praetor profile use team",
      "  praetor profile use --local      works on the own home again"
    })
public final class ProfileCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
