package dev.praetor.cli.user;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.ServerArguments;
import dev.praetor.client.PraetorClient;
import dev.praetor.client.model.KeyInfo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor users add}. */
@Command(
    name = "add",
    description = {
      "Adds a user, and prints a link with which the person sets a password, once, within 24 hours."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: praetor users add ann --role operator"})
public final class UsersAddCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerArguments server = new ServerArguments();

  @Parameters(
      paramLabel = "NAME",
      description =
          "The name, which is recorded with every change: small letters, digits and . _ @ -")
  private String name = "";

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      required = true,
      description = "One of viewer, operator, author, administrator.")
  private KeyInfo.Role role = KeyInfo.Role.VIEWER;

  @Option(names = "--json", description = "Prints an object with the link.")
  private boolean json;

  @Override
  public Integer call() {
    try (PraetorClient client = server.address().client()) {
      UserLink.print(client.users().create(name, role), json, spec.commandLine());
      return ExitCode.SUCCESS;
    }
  }
}
