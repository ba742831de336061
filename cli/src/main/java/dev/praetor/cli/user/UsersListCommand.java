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
import java.util.function.Function;
import java.util.stream.Collectors;
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
      int names = width(users, user -> PrintableText.line(user.name()));
      int roles = width(users, UsersListCommand::roles);
      users.forEach(user -> out.println(line(user, names, roles)));
    }
    return ExitCode.SUCCESS;
  }

  private static int width(List<UserInfo> users, Function<UserInfo, String> column) {
    return users.stream().mapToInt(user -> Columns.of(column.apply(user))).max().orElse(0);
  }

  private static String line(UserInfo user, int names, int roles) {
    return "%s  %s  %s, added %s by %s, %s"
        .formatted(
            Columns.pad(PrintableText.line(user.name()), names),
            Columns.pad(roles(user), roles),
            state(user),
            TimeFormat.local(user.created().time()),
            PrintableText.line(user.created().by()),
            logIn(user));
  }

  /** Returns the roles of a user as a person reads them. */
  static String roles(UserInfo user) {
    if (user.role().isPresent()) {
      return label(user.role().get());
    }
    return user.projects().isEmpty()
        ? "no role"
        : user.projects().entrySet().stream()
            .map(role -> label(role.getValue()) + " in " + role.getKey())
            .collect(Collectors.joining(", "));
  }

  private static String label(KeyInfo.Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private static String logIn(UserInfo user) {
    return user.service()
        ? "a service account"
        : user.lastLogIn()
            .map(time -> "last logged in " + TimeFormat.local(time))
            .orElse("never logged in");
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
    ObjectNode document =
        JsonMapper.shared()
            .createObjectNode()
            .put("id", user.id())
            .put("name", user.name())
            .put("role", user.role().map(Enum::name).orElse(null));
    ObjectNode projects = document.putObject("projects");
    user.projects().forEach((project, role) -> projects.put(project, role.name()));
    return document
        .put("service", user.service())
        .put("state", user.state().name())
        .put("created", user.created().time().toString())
        .put("createdBy", user.created().by())
        .put(
            "disabled", user.disabled().map(KeyInfo.Made::time).map(Instant::toString).orElse(null))
        .put("lastLogIn", user.lastLogIn().map(Instant::toString).orElse(null));
  }
}
