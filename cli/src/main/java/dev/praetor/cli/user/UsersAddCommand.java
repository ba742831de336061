package dev.praetor.cli.user;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.ServerArguments;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.client.PraetorClient;
import dev.praetor.client.model.UserInfo;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
      "Adds a user, and prints a link with which the person sets a password, once, within 24 hours.",
      "A service account is a program: it gets no link, and acts with keys (praetor keys create --user)."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  praetor users add ann --role operator",
      "  praetor users add deploy --service --role author --project staging"
    })
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
  private UserRole role = UserRole.VIEWER;

  @Option(
      names = "--project",
      paramLabel = "PROJECT",
      description = "The project in which the role counts; the whole server by default.")
  private @Nullable String project;

  @Option(names = "--service", description = "The user is a program, which cannot log in.")
  private boolean service;

  @Option(names = "--json", description = "Prints an object with the link.")
  private boolean json;

  @Override
  public Integer call() {
    try (PraetorClient client = server.address().client()) {
      Optional<String> in = Optional.ofNullable(project);
      if (service) {
        print(client.users().createService(name, role.role(), in));
      } else {
        UserLink.print(client.users().create(name, role.role(), in), json, spec.commandLine());
      }
      return ExitCode.SUCCESS;
    }
  }

  private void print(UserInfo made) {
    spec.commandLine()
        .getOut()
        .println(
            json
                ? UsersListCommand.document(made).toPrettyString()
                : "user %s is added; make a key for it: praetor keys create KEY --user %1$s"
                    .formatted(PrintableText.line(made.name())));
  }
}
