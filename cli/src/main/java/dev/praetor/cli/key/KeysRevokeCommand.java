package dev.praetor.cli.key;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.ServerArguments;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.client.PraetorClient;
import dev.praetor.client.model.KeyInfo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor keys revoke}. */
@Command(
    name = "revoke",
    description = "Revokes a key: the server does not accept it any more, from now on.",
    mixinStandardHelpOptions = true)
public final class KeysRevokeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerArguments server = new ServerArguments();

  @Parameters(paramLabel = "KEY", description = "The name of the key, or its id.")
  private String key = "";

  @Override
  public Integer call() {
    try (PraetorClient client = server.address().client()) {
      KeyInfo revoked = client.keys().revoke(key);
      spec.commandLine()
          .getOut()
          .println("key %s is revoked".formatted(PrintableText.line(revoked.name())));
      return ExitCode.SUCCESS;
    }
  }
}
