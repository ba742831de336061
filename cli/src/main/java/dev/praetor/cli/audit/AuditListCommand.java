package dev.praetor.cli.audit;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.Shown;
import dev.praetor.cli.place.AuditTrail;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.text.Columns;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.client.model.AuditInfo;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code praetor audit list}. */
@Command(
    name = "list",
    description =
        "Lists what callers of a server changed and what was refused to them, newest first.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: praetor audit list --actor ci --action createRun --since 2d"})
public final class AuditListCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();

  @Option(
      names = "--actor",
      paramLabel = "NAME",
      description =
          "Only what was done with this key, even if it was revoked since, or by this user, also"
              + " with a key.")
  private @Nullable String actor;

  @Option(
      names = "--action",
      paramLabel = "ACTION",
      description = "Only this action, such as createRun or register.")
  private @Nullable String action;

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description = "Only what was done to this: the whole id of a run, the name of a key.")
  private @Nullable String target;

  @Option(
      names = "--project",
      paramLabel = "PROJECT",
      description = "Only what concerns things of this project.")
  private @Nullable String project;

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      description = "Only rows of the last 2d or 3h, or since a date such as 2026-01-31.")
  private @Nullable String since;

  @Option(names = "--refused", description = "Only what was refused.")
  private boolean refused;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "The largest number of rows; 50 by default.")
  private int limit = 50;

  @Option(names = "--json", description = "Prints the rows as a JSON array, with all they tell.")
  private boolean json;

  public AuditListCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new UsageException("--limit must be 1 or more, not " + limit);
    }
    AuditTrail.Selection selection =
        new AuditTrail.Selection(
            Optional.ofNullable(actor),
            Optional.ofNullable(action),
            Optional.ofNullable(target),
            Optional.ofNullable(project),
            Optional.ofNullable(since)
                .map(text -> TimeFormat.past(text, clock.instant(), "--since")),
            refused);
    Shown<AuditInfo> shown = Shown.of(place.audit().list(selection, Shown.toRead(limit)), limit);
    List<AuditInfo> rows = shown.elements();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ArrayNode all = JsonMapper.shared().createArrayNode();
      rows.forEach(row -> all.add(document(row)));
      out.println(all.toPrettyString());
    } else if (rows.isEmpty()) {
      out.println("No rows.");
    } else {
      int actors = rows.stream().mapToInt(row -> Columns.of(who(row))).max().orElse(0);
      int actions = rows.stream().mapToInt(row -> Columns.of(action(row))).max().orElse(0);
      rows.forEach(row -> out.println(line(row, actors, actions)));
      shown.printRest(out);
    }
    return ExitCode.SUCCESS;
  }

  private static String who(AuditInfo row) {
    return row.sender().name().isEmpty() ? "(unknown)" : PrintableText.line(row.sender().name());
  }

  private static String action(AuditInfo row) {
    return PrintableText.line(row.act().action());
  }

  private static String line(AuditInfo row, int actors, int actions) {
    AuditInfo.Outcome outcome = row.outcome();
    String refusal =
        outcome.done() ? "" : "  refused with " + outcome.code().orElse("an error") + ": ";
    String remark = outcome.done() && !outcome.message().isEmpty() ? "  " : "";
    String change =
        row.act().before().isPresent() || row.act().after().isPresent()
            ? "  %s → %s"
                .formatted(
                    row.act().before().map(Object::toString).orElse("nothing"),
                    row.act().after().map(Object::toString).orElse("nothing"))
            : "";
    return PrintableText.line(
            "%s  %s  %s  %s"
                .formatted(
                    TimeFormat.local(row.time()),
                    Columns.pad(who(row), actors),
                    Columns.pad(action(row), actions),
                    row.act().target() + change + refusal + remark + outcome.message()))
        .stripTrailing();
  }

  private static ObjectNode document(AuditInfo row) {
    ObjectNode one = JsonMapper.shared().createObjectNode();
    one.put("sequence", row.sequence())
        .put("time", row.time().toString())
        .put("request", row.request())
        .put("actor", row.sender().name())
        .put("actorKind", row.sender().kind())
        .put("address", row.sender().address())
        .put("action", row.act().action());
    row.act().project().ifPresent(project -> one.put("project", project));
    one.put("targetKind", row.act().kind()).put("target", row.act().target());
    one.set("arguments", row.act().arguments());
    row.act().before().ifPresent(before -> one.set("before", before));
    row.act().after().ifPresent(after -> one.set("after", after));
    one.put("outcome", row.outcome().done() ? "DONE" : "REFUSED");
    row.outcome().code().ifPresent(code -> one.put("code", code));
    one.put("message", row.outcome().message()).put("hash", row.hash());
    return one;
  }
}
