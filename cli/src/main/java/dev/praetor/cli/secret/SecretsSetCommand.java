package dev.praetor.cli.secret;

import dev.praetor.Secret;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.cli.terminal.Terminals;
import dev.praetor.store.RunStore;
import dev.praetor.store.secret.LocalSecrets;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor secrets set}. */
@Command(
    name = "set",
    description = "Stores a secret, or replaces its value.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The value comes from a prompt on the terminal, which does not show it; from a file; or from"
          + " standard input, without the line break at its end. It is never an argument, because"
          + " arguments are visible to others and remain in the shell's history.",
      "Examples:",
      "  praetor secrets set SLACK_TOKEN",
      "  praetor secrets set FIREBASE_KEY --file key.json",
      "  pass show slack | praetor secrets set SLACK_TOKEN"
    })
public final class SecretsSetCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreArguments store = new StoreArguments();

  @Parameters(paramLabel = "NAME", description = "The name, as in Secret.named(\"NAME\").")
  private String name = "";

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "The file with the value, which is stored exactly as it is.")
  private @Nullable Path file;

  @Override
  public Integer call() throws IOException {
    Secret secret = named(name);
    String value = file == null ? entered() : text(Files.readAllBytes(readable(file)));
    if (value.isEmpty()) {
      throw new UsageException("the value of secret '" + name + "' is empty; nothing was stored");
    }
    try (RunStore opened = store.open()) {
      boolean isNew = opened.secrets(store.home()).set(secret, value);
      PrintWriter out = spec.commandLine().getOut();
      out.println("secret " + name + (isNew ? " is stored" : " is replaced"));
      if (System.getenv(name) != null) {
        out.println(
            "note: the environment variable " + name + " is set and takes precedence over it");
      }
    }
    return ExitCode.SUCCESS;
  }

  /** Checks the name of a secret. */
  static Secret named(String name) {
    try {
      return Secret.named(name);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static Path readable(Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new UsageException("there is no file " + file + " that can be read");
    }
    return file;
  }

  private String entered() throws IOException {
    Optional<Console> console = Terminals.console();
    if (console.isPresent()) {
      char[] typed = console.get().readPassword("Value of %s (it is not shown): ", name);
      return typed == null ? "" : new String(typed);
    }
    return withoutLastBreak(text(limited(System.in)));
  }

  private byte[] limited(InputStream input) throws IOException {
    // One byte more than allowed, and the line break that is removed.
    return input.readNBytes(LocalSecrets.LARGEST + 3);
  }

  private static String withoutLastBreak(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  private String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      if (bytes.length > LocalSecrets.LARGEST) {
        return new String(bytes, StandardCharsets.UTF_8); // Refused for its size.
      }
      throw new UsageException(
          "the value of secret '"
              + name
              + "' is not text in UTF-8; encode it, for example as Base64");
    }
  }
}
