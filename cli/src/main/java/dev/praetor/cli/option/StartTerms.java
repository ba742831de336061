package dev.praetor.cli.option;

import dev.praetor.cli.text.TimeFormat;
import dev.praetor.embedded.StartOptions;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The terms on which a new run starts, as typed on the command line. */
public final class StartTerms {
  @Option(
      names = "--at",
      paramLabel = "TIME",
      description =
          "The time at which the run starts: a span from now (2h), a local time"
              + " (2026-03-06T08:30) or an instant (…Z); the command waits until then.")
  private @Nullable String at;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "A key of your own, such as the number of an order: of all runs of the flow with the same"
              + " key, only the first takes place.")
  private @Nullable String key;

  @Mixin private LabelOption labels = new LabelOption();

  /** Returns whether any of the options was given. */
  public boolean areGiven() {
    return at != null || key != null || !labels.read().isEmpty();
  }

  /** Returns the terms; a time in the past is due at once. */
  public StartOptions read(Instant now) {
    StartOptions terms =
        at == null ? StartOptions.NONE : StartOptions.at(TimeFormat.future(at, now, "--at"));
    terms = key == null ? terms : terms.key(key);
    for (Map.Entry<String, String> label : labels.read().entrySet()) {
      terms = terms.label(label.getKey(), label.getValue());
    }
    return terms;
  }
}
