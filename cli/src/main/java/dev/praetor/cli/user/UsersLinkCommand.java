package dev.praetor.cli.user;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.ServerArguments;
import dev.praetor.client.PraetorClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor users link}. */
@Command(
    name = "link",
    description = {
      "Prints a new link with which a person sets a password, such as a forgotten one.",
      "An earlier link ends; the password and the sessions do when the new one is used."
    },
    mixinStandardHelpOptions = true)
public final class UsersLinkCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerArguments server = new ServerArguments();

  @Parameters(paramLabel = "USER", description = "The name of the user, or the id.")
  private String user = "";

  @Option(names = "--json", description = "Prints an object with the link.")
  private boolean json;

  @Override
  public Integer call() {
    try (PraetorClient client = server.address().client()) {
      UserLink.print(client.users().createLink(user), json, spec.commandLine());
      return ExitCode.SUCCESS;
    }
  }
}
