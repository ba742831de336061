package dev.praetor.cli.user;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.ServerArguments;
import dev.praetor.cli.text.Columns;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.client.Listing;
import dev.praetor.client.PraetorClient;
import dev.praetor.client.model.KeyInfo;
import dev.praetor.client.model.UserInfo;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code praetor users list}. */
@Command(
    name = "list",
    description = "Lists the users by their names.",
    mixinStandardHelpOptions = true)
public final class UsersListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerArguments server = new ServerArguments();

  @Option(names = "--all", description = "Lists disabled users, too.")
  private boolean all;

  @Option(names = "--json", description = "Prints the users as a JSON array.")
  private boolean json;

  @Override
  public Integer call() {
    List<UserInfo> users;
    try (PraetorClient client = server.address().client()) {
      users =
          client
              .users()
              .all(Listing.all())
              .filter(user -> all || user.state() != UserInfo.State.DISABLED)
              .toList();
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ArrayNode array = JsonMapper.shared().createArrayNode();
      users.forEach(user -> array.add(document(user)));
      out.println(array.toPrettyString());
    } else if (users.isEmpty()) {
      out.println("No users. Add one with praetor users add NAME --role ROLE");
    } else {
      int width =
          users.stream()
              .mapToInt(user -> Columns.of(PrintableText.line(user.name())))
              .max()
              .orElse(0);
      users.forEach(user -> out.println(line(user, width)));
    }
    return ExitCode.SUCCESS;
  }

  private static String line(UserInfo user, int width) {
    return "%s  %-13s  %s, added %s by %s, %s"
        .formatted(
            Columns.pad(PrintableText.line(user.name()), width),
            user.role().name().toLowerCase(Locale.ROOT),
            state(user),
            TimeFormat.local(user.created().time()),
            PrintableText.line(user.created().by()),
            user.lastLogIn()
                .map(time -> "last logged in " + TimeFormat.local(time))
                .orElse("never logged in"));
  }

  private static String state(UserInfo user) {
    return switch (user.state()) {
      case ACTIVE -> "active";
      case INVITED -> "without a password";
      case DISABLED ->
          user.disabled()
              .map(made ->
                  "disabled %s by %s"
                      .formatted(TimeFormat.local(made.time()), PrintableText.line(made.by())))
              .orElse("disabled");
    };
  }

  static ObjectNode document(UserInfo user) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("id", user.id())
        .put("name", user.name())
        .put("role", user.role().name())
        .put("state", user.state().name())
        .put("created", user.created().time().toString())
        .put("createdBy", user.created().by())
        .put(
            "disabled", user.disabled().map(KeyInfo.Made::time).map(Instant::toString).orElse(null))
        .put("lastLogIn", user.lastLogIn().map(Instant::toString).orElse(null));
  }
}
