package dev.praetor.cli.user;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.ServerArguments;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.client.PraetorClient;
import dev.praetor.client.model.UserInfo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor users disable}. */
@Command(
    name = "disable",
    description = {
      "Disables a user: the sessions end at once, nobody can log in with the name, and keys of the"
          + " user are refused."
    },
    mixinStandardHelpOptions = true)
public final class UsersDisableCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerArguments server = new ServerArguments();

  @Parameters(index = "0", paramLabel = "USER", description = "The name of the user, or the id.")
  private String user = "";

  @Override
  public Integer call() {
    try (PraetorClient client = server.address().client()) {
      UserInfo changed = client.users().disable(user);
      spec.commandLine()
          .getOut()
          .println("user %s is disabled".formatted(PrintableText.line(changed.name())));
      return ExitCode.SUCCESS;
    }
  }
}
