package dev.praetor.cli.user;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.place.ServerArguments;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.client.Filter;
import dev.praetor.client.Listing;
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
      "With --project the role counts in that project; without, on the whole server. Such a role"
          + " counts in every project and takes the place of roles in projects, so a user who has"
          + " roles in projects gets it with --all-projects only."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  praetor users role ann author",
      "  praetor users role bo operator --project staging",
      "  praetor users role bo none --project staging",
      "  praetor users role bo operator --all-projects"
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

  @Option(
      names = "--all-projects",
      description = "The role counts on the whole server, in place of roles in projects.")
  private boolean allProjects;

  /** A role that a user may be given, or none. */
  enum Given {
    VIEWER,
    OPERATOR,
    AUTHOR,
    ADMINISTRATOR,
    NONE
  }

  @Override
  public Integer call() {
    Optional<String> in = Optional.ofNullable(project);
    if (in.isPresent() && allProjects) {
      throw new UsageException("give --project or --all-projects, not both");
    }
    try (PraetorClient client = server.address().client()) {
      UsersApi users = client.users();
      Optional<UserInfo> before = find(users);
      if (in.isEmpty() && role != Given.NONE && !allProjects) {
        before.ifPresent(this::requireNoProjects);
      }
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
                      in.map(name -> " in the project " + name)
                          .orElseGet(() ->
                              " on the whole server"
                                  + before
                                      .map(was -> "; before: " + UsersListCommand.roles(was))
                                      .orElse(""))));
      return ExitCode.SUCCESS;
    }
  }

  private Optional<UserInfo> find(UsersApi users) {
    return users
        .all(Listing.where(Filter.is("name", user).or(Filter.is("id", user))).withFirst(1))
        .findFirst();
  }

  /** Checks that a role on the whole server does not silently replace roles in projects. */
  private void requireNoProjects(UserInfo found) {
    if (!found.projects().isEmpty()) {
      throw new UsageException(
          "user %s has %s; give --project PROJECT for another role there, or --all-projects for a role on the whole server, which takes the place of roles in projects"
              .formatted(PrintableText.line(found.name()), UsersListCommand.roles(found)));
    }
  }
}
