package dev.praetor.cli.option;

import dev.praetor.cli.error.UsageException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The option {@code --label}, which may be given several times. */
public final class LabelOption {
  @Option(
      names = "--label",
      paramLabel = "NAME=VALUE",
      description = "A label of the run, by which runs list finds it; may be given several times.")
  private List<String> labels = new ArrayList<>();

  /** Returns the labels by name, in the order in which they are given. */
  public Map<String, String> read() {
    Map<String, String> all = new LinkedHashMap<>();
    for (String label : labels) {
      int equals = label.indexOf('=');
      if (equals < 1) {
        throw new UsageException("--label takes NAME=VALUE, not '" + label + "'");
      }
      all.put(label.substring(0, equals), label.substring(equals + 1));
    }
    return Collections.unmodifiableMap(all);
  }
}
