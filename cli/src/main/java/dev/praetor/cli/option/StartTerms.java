package dev.praetor.cli.option;

import dev.praetor.cli.text.TimeFormat;
import dev.praetor.embedded.StartOptions;
import dev.praetor.store.model.RunEntry;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
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
              + " (2026-03-06T08:30) or an instant (…Z).")
  private @Nullable String at;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "A key of your own, such as the number of an order: of all runs of the flow with the same"
              + " key, only the first takes place.")
  private @Nullable String key;

  @Option(
      names = "--priority",
      paramLabel = "N",
      description =
          "The priority; of runs that wait and can start, the highest starts first. 0 by default.")
  private int priority;

  @Mixin private LabelOption labels = new LabelOption();

  /** Returns whether any of the options was given. */
  public boolean areGiven() {
    return at != null || key != null || priority != 0 || !labels.read().isEmpty();
  }

  /** Returns the time at which the run is due, if one is given. */
  public Optional<Instant> due(Instant now) {
    return at == null ? Optional.empty() : Optional.of(TimeFormat.future(at, now, "--at"));
  }

  /** Returns the terms other than the time, as a store takes them. */
  public RunEntry entry() {
    RunEntry entry = RunEntry.PLAIN.withLabels(labels.read()).withPriority(priority);
    return key == null ? entry : entry.withKey(key);
  }

  /** Returns the terms; a time in the past is due at once. */
  public StartOptions read(Instant now) {
    StartOptions terms = due(now).map(StartOptions::at).orElse(StartOptions.NONE);
    terms = key == null ? terms : terms.key(key);
    terms = priority == 0 ? terms : terms.priority(priority);
    for (Map.Entry<String, String> label : labels.read().entrySet()) {
      terms = terms.label(label.getKey(), label.getValue());
    }
    return terms;
  }
}
