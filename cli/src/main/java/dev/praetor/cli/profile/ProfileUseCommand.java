package dev.praetor.cli.profile;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.place.Profile;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor profile use}. */
@Command(
    name = "use",
    description = "Lets commands work on the server of a profile, or on the own home again.",
    mixinStandardHelpOptions = true)
public final class ProfileUseCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ProfileHome home = new ProfileHome();

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "The name of the profile.")
  private @Nullable String name;

  @Option(names = "--local", description = "Lets commands work on the own home again.")
  private boolean local;

  @Override
  public Integer call() throws IOException {
    if (local == (name != null)) {
      throw new UsageException("give the name of a profile, or --local");
    }
    String used = name == null ? "" : home.require(name).name();
    home.profiles()
        .write(
            home.profiles().list().stream()
                .map(each ->
                    new Profile(
                        each.name(),
                        each.server(),
                        each.key(),
                        each.caCert(),
                        each.name().equals(used)))
                .toList());
    spec.commandLine()
        .getOut()
        .println(
            name == null
                ? "commands work on the own home"
                : "commands work on " + home.require(name).server());
    return ExitCode.SUCCESS;
  }
}
