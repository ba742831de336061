package dev.praetor.cli.secret;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.option.LimitOption;
import dev.praetor.cli.option.ProjectOption;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.text.Columns;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.engine.packaging.CommandAdvice;
import dev.praetor.store.secret.StoredSecret;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code praetor secrets list}. */
@Command(
    name = "list",
    description = "Lists the stored secrets, without their values.",
    mixinStandardHelpOptions = true)
public final class SecretsListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();
  @Mixin private ProjectOption project = new ProjectOption();
  @Mixin private LimitOption shown = new LimitOption();

  @Option(names = "--json", description = "Prints the secrets as a JSON array.")
  private boolean json;

  @Override
  public Integer call() {
    List<StoredSecret> all = place.secrets(project.name()).list();
    List<StoredSecret> secrets = shown.of(all);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ArrayNode array = JsonMapper.shared().createArrayNode();
      secrets.forEach(secret -> array.add(document(secret)));
      out.println(array.toPrettyString());
    } else if (secrets.isEmpty()) {
      out.println(
          "No secrets. Store one with praetor secrets set NAME"
              + CommandAdvice.project(project.name())
              + place.again());
    } else {
      int width =
          secrets.stream()
              .mapToInt(secret -> Columns.of(PrintableText.line(secret.name())))
              .max()
              .orElse(0);
      secrets.forEach(secret -> out.println(line(secret, width)));
      shown.printRest(all, out);
    }
    return ExitCode.SUCCESS;
  }

  private static String line(StoredSecret secret, int width) {
    return "%s  set %s%s, version %d, granted to %s, %s"
        .formatted(
            Columns.pad(PrintableText.line(secret.name()), width),
            TimeFormat.local(secret.set()),
            secret.setBy().isEmpty() ? "" : " by " + PrintableText.line(secret.setBy()),
            secret.version(),
            grants(secret),
            secret
                .lastUse()
                .map(use ->
                    "last read %s by run %s of %s"
                        .formatted(
                            TimeFormat.local(use.last()),
                            use.run(),
                            PrintableText.line(use.flow())))
                .orElse("not read on a server"));
  }

  private static String grants(StoredSecret secret) {
    return secret.grants().isEmpty()
        ? "no flow"
        : secret.grants().stream()
            .map(grant -> grant.flow().map(PrintableText::line).orElse("all flows"))
            .collect(Collectors.joining(", "));
  }

  private static ObjectNode document(StoredSecret secret) {
    ObjectNode document =
        JsonMapper.shared()
            .createObjectNode()
            .put("name", secret.name())
            .put("set", secret.set().toString())
            .put("setBy", absent(secret.setBy()))
            .put("version", secret.version())
            .put("created", secret.created().toString());
    ArrayNode grants = document.putArray("grants");
    for (StoredSecret.Grant grant : secret.grants()) {
      grants
          .addObject()
          .put("flow", grant.flow().orElse(null))
          .put("by", absent(grant.by()))
          .put("time", grant.time().toString());
    }
    document.set("lastUse", secret.lastUse().map(SecretsUsesCommand::document).orElse(null));
    return document;
  }

  private static @Nullable String absent(String text) {
    return text.isEmpty() ? null : text;
  }
}
