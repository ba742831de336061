package dev.praetor.cli.profile;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.Profile;
import dev.praetor.cli.text.Columns;
import dev.praetor.cli.text.PrintableText;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** {@code praetor profile list}. */
@Command(
    name = "list",
    description = "Lists the profiles, without their keys.",
    mixinStandardHelpOptions = true)
public final class ProfileListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ProfileHome home = new ProfileHome();

  @Option(names = "--json", description = "Prints the profiles as a JSON array.")
  private boolean json;

  @Override
  public Integer call() {
    List<Profile> all = home.profiles().list();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ArrayNode list = JsonMapper.shared().createArrayNode();
      all.forEach(each ->
          list.addObject()
              .put("name", each.name())
              .put("server", each.server())
              .put("inUse", each.used()));
      out.println(list.toPrettyString());
    } else if (all.isEmpty()) {
      out.println("No profiles. Add one with praetor profile add NAME --server URL");
    } else {
      int width = all.stream().mapToInt(each -> Columns.of(each.name())).max().orElse(0);
      all.forEach(each ->
          out.println(
              PrintableText.line(
                  "%s  %s%s"
                      .formatted(
                          Columns.pad(each.name(), width),
                          each.server(),
                          each.used() ? "  in use" : ""))));
    }
    return ExitCode.SUCCESS;
  }
}
