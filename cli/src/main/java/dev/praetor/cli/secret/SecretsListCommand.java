package dev.praetor.cli.secret;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.store.RunStore;
import dev.praetor.store.secret.LocalSecrets;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** {@code praetor secrets list}. */
@Command(
    name = "list",
    description = "Lists the stored secrets, without their values.",
    mixinStandardHelpOptions = true)
public final class SecretsListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreArguments store = new StoreArguments();

  @Option(names = "--json", description = "Prints the secrets as a JSON array.")
  private boolean json;

  @Override
  public Integer call() {
    List<LocalSecrets.Listed> secrets = read();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ArrayNode all = JsonMapper.shared().createArrayNode();
      secrets.forEach(
          each -> all.addObject().put("name", each.name()).put("set", each.set().toString()));
      out.println(all.toPrettyString());
    } else if (secrets.isEmpty()) {
      out.println("No secrets. Store one with praetor secrets set NAME" + store.again());
    } else {
      int width = secrets.stream().mapToInt(each -> each.name().length()).max().orElse(0);
      secrets.forEach(each ->
          out.println(
              each.name()
                  + " ".repeat(width - each.name().length())
                  + "  set "
                  + TimeFormat.local(each.set())));
    }
    return ExitCode.SUCCESS;
  }

  private List<LocalSecrets.Listed> read() {
    Optional<RunStore> opened = store.openIfThere();
    if (opened.isEmpty()) {
      return List.of();
    }
    try (RunStore open = opened.get()) {
      return open.secrets(store.home()).list();
    }
  }
}
