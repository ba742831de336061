package dev.praetor.cli.profile;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.place.Profile;
import dev.praetor.cli.place.Profiles;
import dev.praetor.cli.place.ServerAddress;
import dev.praetor.cli.terminal.Terminals;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor profile add}. */
@Command(
    name = "add",
    description = "Adds a profile, or replaces the one of this name.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The key comes from a prompt on the terminal, which does not show it; from a file; or from"
          + " standard input. It is never an argument, because others can see these.",
      "Example: praetor profile add team --server https://praetor.example.com"
    })
public final class ProfileAddCommand implements Callable<Integer> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern KEY = Pattern.compile("[!-~]{1,500}");
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ProfileHome home = new ProfileHome();

  @Parameters(paramLabel = "NAME", description = "The name of the profile.")
  private String name = "";

  @Option(
      names = "--server",
      paramLabel = "URL",
      required = true,
      description = "The address of the server.")
  private String server = "";

  @Option(names = "--key-file", paramLabel = "FILE", description = "The file with the key.")
  private @Nullable Path keyFile;

  @Option(
      names = "--ca-cert",
      paramLabel = "FILE",
      description =
          "A file with the certificates of the authorities to trust, in the form PEM; by default"
              + " the authorities of Java.")
  private @Nullable Path caCert;

  @Override
  public Integer call() throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw new UsageException(
          "the name of a profile has letters, digits, dots and dashes, unlike '" + name + "'");
    }
    String address = ServerAddress.checked(server);
    String key = key().strip();
    if (!KEY.matcher(key).matches()) {
      throw new UsageException(
          key.isEmpty()
              ? "the key is empty; nothing was added"
              : "the key contains characters that no key has; nothing was added");
    }
    Profiles profiles = home.profiles();
    Optional<Profile> before = profiles.find(name);
    List<Profile> all = new ArrayList<>(profiles.list());
    all.removeIf(each -> each.name().equals(name));
    all.add(new Profile(name, address, key, caCert(), before.filter(Profile::used).isPresent()));
    profiles.write(all);
    String done = before.isPresent() ? "replaced" : "added";
    spec.commandLine()
        .getOut()
        .println(
            before.filter(Profile::used).isPresent()
                ? "profile %s is %s".formatted(name, done)
                : "profile %s is %s; commands work on its server after praetor profile use %s"
                    .formatted(name, done, name));
    return ExitCode.SUCCESS;
  }

  private Optional<Path> caCert() {
    if (caCert != null && !Files.isReadable(caCert)) {
      throw new UsageException("there is no file " + caCert + " that can be read");
    }
    return Optional.ofNullable(caCert).map(Path::toAbsolutePath).map(Path::normalize);
  }

  private String key() throws IOException {
    if (keyFile != null) {
      if (!Files.isReadable(keyFile) || Files.isDirectory(keyFile)) {
        throw new UsageException("there is no file " + keyFile + " that can be read");
      }
      return new String(Files.readAllBytes(keyFile), StandardCharsets.UTF_8);
    }
    Optional<Console> console = Terminals.console();
    if (console.isPresent()) {
      char[] typed = console.get().readPassword("Key for %s (it is not shown): ", server);
      return typed == null ? "" : new String(typed);
    }
    return new String(System.in.readNBytes(1_000), StandardCharsets.UTF_8);
  }
}
