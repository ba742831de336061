package dev.praetor.cli.user;

import dev.praetor.cli.text.PrintableText;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.client.UsersApi;
import picocli.CommandLine;

/** Prints the link of a user. */
final class UserLink {
  private UserLink() {}

  /** Prints the link alone on standard output, and what it is for beside it. */
  static void print(UsersApi.NewUser made, boolean json, CommandLine command) {
    if (json) {
      command
          .getOut()
          .println(
              UsersListCommand.document(made.user())
                  .put("link", made.link().toString())
                  .put("expires", made.expires().toString())
                  .toPrettyString());
      return;
    }
    command.getOut().println(made.link());
    command
        .getErr()
        .println(
            "With this link %s sets a password, once, until %s. It is not shown again."
                .formatted(
                    PrintableText.line(made.user().name()), TimeFormat.local(made.expires())));
  }
}
