package dev.praetor.cli.secret;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.option.ProjectOption;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.place.SecretBook;
import dev.praetor.cli.text.PrintableText;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code praetor secrets rotate}. */
@Command(
    name = "rotate",
    description = "Renews the key that encrypts the secrets of a project, and encrypts them again.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Each project has a key of its own; the key of one is renewed.",
      "Runs go on and read secrets meanwhile. A renewal that was cut off is completed by the next one.",
      "With --master, a new master key is put before the one in the file secrets.key of the home"
          + " where this command or the server runs; copy the file to where else the same database is"
          + " used. If the environment or a key service has the master key, give the new one there"
          + " first: what earlier ones encrypted is encrypted with it."
    })
public final class SecretsRotateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();
  @Mixin private ProjectOption project = new ProjectOption();

  @Option(
      names = "--master",
      description = "Renews the master key instead, which is that of all projects.")
  private boolean master;

  @Option(names = "--json", description = "Prints the outcome as a JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    SecretBook.Rotated rotated = place.secrets(project.name()).rotate(master);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ObjectNode document =
          JsonMapper.shared()
              .createObjectNode()
              .put("secrets", rotated.secrets())
              .put("keys", rotated.keys());
      rotated.damaged().forEach(document.putArray("damaged")::add);
      out.println(document.toPrettyString());
    } else {
      out.println(
          "%s and %s of %s are encrypted again"
              .formatted(
                  counted(rotated.secrets(), "secret"),
                  counted(rotated.keys(), "key"),
                  master ? "all projects" : "project '" + project.name() + "'"));
      rotated
          .file()
          .ifPresent(file -> out.println("the new master key is in " + file + ": keep a copy"));
      rotated
          .damaged()
          .forEach(name ->
              out.println(
                  "secret %s cannot be decrypted, and is as it was: set it again"
                      .formatted(PrintableText.line(name))));
    }
    return rotated.damaged().isEmpty() ? ExitCode.SUCCESS : ExitCode.FAILED;
  }

  private static String counted(long n, String what) {
    return "%,d %s%s".formatted(n, what, n == 1 ? "" : "s");
  }
}
