package dev.praetor.cli.key;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.ServerArguments;
import dev.praetor.cli.text.Columns;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.client.Listing;
import dev.praetor.client.PraetorClient;
import dev.praetor.client.model.KeyInfo;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code praetor keys list}. */
@Command(
    name = "list",
    description = "Lists the keys, the last that was made first; never the keys themselves.",
    mixinStandardHelpOptions = true)
public final class KeysListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerArguments server = new ServerArguments();

  @Option(names = "--all", description = "Lists keys that were revoked or have expired, too.")
  private boolean all;

  @Option(names = "--json", description = "Prints the keys as a JSON array.")
  private boolean json;

  @Override
  public Integer call() {
    List<KeyInfo> keys;
    try (PraetorClient client = server.address().client()) {
      keys =
          client
              .keys()
              .all(Listing.all())
              .filter(key -> all || key.state() == KeyInfo.State.ACTIVE)
              .toList();
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ArrayNode array = JsonMapper.shared().createArrayNode();
      keys.forEach(key -> array.add(document(key)));
      out.println(array.toPrettyString());
    } else if (keys.isEmpty()) {
      out.println("No keys. Make one with praetor keys create NAME --role ROLE");
    } else {
      int width =
          keys.stream().mapToInt(key -> Columns.of(PrintableText.line(key.name()))).max().orElse(0);
      keys.forEach(key -> out.println(line(key, width)));
    }
    return ExitCode.SUCCESS;
  }

  static String line(KeyInfo key, int width) {
    return "%s  %-13s  %s%s%s, made %s by %s, %s"
        .formatted(
            Columns.pad(PrintableText.line(key.name()), width),
            key.role()
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .orElseGet(() -> "of " + key.user().orElse("")),
            key.project().map(project -> "project " + project + ", ").orElse(""),
            pools(key).map(text -> text + ", ").orElse(""),
            state(key),
            TimeFormat.local(key.created().time()),
            PrintableText.line(key.created().by()),
            key.lastUsed().map(time -> "last used " + TimeFormat.local(time)).orElse("never used"));
  }

  /** Returns the pools to which a key is limited, if there are any. */
  static Optional<String> pools(KeyInfo key) {
    return key.pools().isEmpty()
        ? Optional.empty()
        : Optional.of(
            (key.pools().size() == 1 ? "pool " : "pools ") + String.join(" and ", key.pools()));
  }

  private static String state(KeyInfo key) {
    Optional<String> expires = key.expires().map(TimeFormat::local);
    return switch (key.state()) {
      case ACTIVE -> expires.map(time -> "active until " + time).orElse("active");
      case EXPIRED -> "expired " + expires.orElse("");
      case REVOKED ->
          key.revoked()
              .map(made ->
                  "revoked %s by %s"
                      .formatted(TimeFormat.local(made.time()), PrintableText.line(made.by())))
              .orElse("revoked");
    };
  }

  static ObjectNode document(KeyInfo key) {
    ObjectNode document =
        JsonMapper.shared()
            .createObjectNode()
            .put("id", key.id())
            .put("name", key.name())
            .put("user", key.user().orElse(null))
            .put("role", key.role().map(Enum::name).orElse(null))
            .put("project", key.project().orElse(null));
    key.pools().forEach(document.putArray("pools")::add);
    document
        .put("state", key.state().name())
        .put("created", key.created().time().toString())
        .put("createdBy", key.created().by());
    put(document, "expires", key.expires());
    put(document, "revoked", key.revoked().map(KeyInfo.Made::time));
    put(document, "lastUsed", key.lastUsed());
    return document;
  }

  private static void put(ObjectNode document, String name, Optional<Instant> time) {
    document.put(name, time.map(Instant::toString).orElse(null));
  }
}
