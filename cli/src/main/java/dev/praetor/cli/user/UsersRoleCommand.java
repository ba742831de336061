package dev.praetor.cli.user;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.ServerArguments;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.client.PraetorClient;
import dev.praetor.client.UsersApi;
import dev.praetor.client.model.KeyInfo;
import dev.praetor.client.model.UserInfo;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor users role}. */
@Command(
    name = "role",
    description = {
      "Gives a user another role, from the next request on, or takes it away.",
      "A role on the whole server counts in every project, and takes the place of roles in projects."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  praetor users role ann author",
      "  praetor users role bo operator --project staging",
      "  praetor users role bo none --project staging"
    })
public final class UsersRoleCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerArguments server = new ServerArguments();

  @Parameters(index = "0", paramLabel = "USER", description = "The name of the user, or the id.")
  private String user = "";

  @Parameters(
      index = "1",
      paramLabel = "ROLE",
      description = "One of viewer, operator, author, administrator; or none.")
  private Given role = Given.NONE;

  @Option(
      names = "--project",
      paramLabel = "PROJECT",
      description = "The project in which the role counts; the whole server by default.")
  private @Nullable String project;

  /** A role that a user may be given, or none. */
  enum Given {
    VIEWER,
    OPERATOR,
    AUTHOR,
    ADMINISTRATOR,
    WORKER,
    NONE
  }

  @Override
  public Integer call() {
    Optional<String> in = Optional.ofNullable(project);
    try (PraetorClient client = server.address().client()) {
      UsersApi users = client.users();
      UserInfo changed =
          role == Given.NONE
              ? users.removeRole(user, in)
              : users.setRole(user, KeyInfo.Role.valueOf(role.name()), in);
      String given =
          role == Given.NONE ? "no role" : "the role " + role.name().toLowerCase(Locale.ROOT);
      spec.commandLine()
          .getOut()
          .println(
              "user %s has %s%s"
                  .formatted(
                      PrintableText.line(changed.name()),
                      given,
                      in.map(name -> " in the project " + name).orElse("")));
      return ExitCode.SUCCESS;
    }
  }
}
