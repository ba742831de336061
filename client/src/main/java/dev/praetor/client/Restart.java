package dev.praetor.client;

import dev.praetor.RunId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The restart of a run of a registered flow. Immutable; each {@code with…} method returns a changed
 * copy.
 *
 * @param run the run that is restarted
 * @param from the place from which it runs again: {@code failed}, {@code all}, or the path of a
 *     task run such as {@code send[3]}
 * @param parameters the values that differ from those of the run, in the form that Jackson writes
 * @param version the number of the version; absent for the current one
 */
public record Restart(
    RunId run, String from, Map<String, @Nullable Object> parameters, Optional<Integer> version) {
  public Restart {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /** Returns the restart of what did not succeed in a run, with the current version of its flow. */
  public static Restart of(RunId run) {
    return new Restart(run, "failed", Map.of(), Optional.empty());
  }

  /** Returns a copy that begins at another place. */
  public Restart withFrom(String place) {
    return new Restart(run, place, parameters, version);
  }

  /** Returns a copy with the value of a parameter. */
  public Restart with(String parameter, @Nullable Object value) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>(parameters);
    all.put(parameter, value);
    return new Restart(run, from, all, version);
  }

  /** Returns a copy with the version of a number. */
  public Restart withVersion(int number) {
    return new Restart(run, from, parameters, Optional.of(number));
  }

  /** Returns the variables of the request. */
  Map<String, @Nullable Object> variables() {
    Map<String, @Nullable Object> variables = new LinkedHashMap<>();
    variables.put("run", run.toString());
    variables.put("from", from);
    variables.put("parameters", parameters);
    version.ifPresent(number -> variables.put("version", number));
    return variables;
  }
}
