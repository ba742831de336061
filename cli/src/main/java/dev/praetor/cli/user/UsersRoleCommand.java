package dev.praetor.cli.user;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.ServerArguments;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.client.PraetorClient;
import dev.praetor.client.model.KeyInfo;
import dev.praetor.client.model.UserInfo;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor users role}. */
@Command(
    name = "role",
    description = "Gives a user another role, from the next request on.",
    mixinStandardHelpOptions = true)
public final class UsersRoleCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerArguments server = new ServerArguments();

  @Parameters(index = "0", paramLabel = "USER", description = "The name of the user, or the id.")
  private String user = "";

  @Parameters(
      index = "1",
      paramLabel = "ROLE",
      description = "One of viewer, operator, author, administrator.")
  private KeyInfo.Role role = KeyInfo.Role.VIEWER;

  @Override
  public Integer call() {
    try (PraetorClient client = server.address().client()) {
      UserInfo changed = client.users().setRole(user, role);
      spec.commandLine()
          .getOut()
          .println(
              "user %s has the role %s"
                  .formatted(
                      PrintableText.line(changed.name()),
                      changed.role().name().toLowerCase(Locale.ROOT)));
      return ExitCode.SUCCESS;
    }
  }
}
