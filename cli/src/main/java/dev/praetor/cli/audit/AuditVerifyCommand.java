package dev.praetor.cli.audit;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.client.model.AuditVerificationInfo;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code praetor audit verify}. */
@Command(
    name = "verify",
    description = {
      "Verifies that no row of the audit log was changed, put in, moved or taken out, and prints"
          + " its head.",
      "Exit status: 0 if the log is whole, 1 if it is not."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Note the head elsewhere. Whoever can write to the database can make a whole new log;",
      "only a head that was noted before shows that."
    })
public final class AuditVerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();

  @Option(
      names = "--head",
      paramLabel = "SEQUENCE:HASH",
      description = "A head that was noted earlier, which must be a part of the log.")
  private @Nullable String head;

  @Option(names = "--json", description = "Prints the result as a JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    AuditVerificationInfo done = place.audit().verify(Optional.ofNullable(head));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(document(done).toPrettyString());
    } else if (done.broken().isEmpty()) {
      out.println("The audit log is whole: %,d rows".formatted(done.rows()));
      out.println("head: " + PrintableText.line(done.head()));
    } else {
      out.println("The audit log is not as it was written.");
      out.println(PrintableText.line(done.broken().get().problem()));
      out.println("rows before that, which are whole: %,d".formatted(done.rows()));
      out.println("head of these: " + PrintableText.line(done.head()));
    }
    return done.broken().isEmpty() ? ExitCode.SUCCESS : ExitCode.FAILED;
  }

  private static ObjectNode document(AuditVerificationInfo done) {
    ObjectNode document =
        JsonMapper.shared()
            .createObjectNode()
            .put("whole", done.broken().isEmpty())
            .put("rows", done.rows())
            .put("head", done.head());
    done.broken()
        .ifPresent(broken ->
            document
                .putObject("broken")
                .put("sequence", broken.sequence())
                .put("problem", broken.problem()));
    return document;
  }
}
