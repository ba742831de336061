package dev.praetor.client;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run that is to be made. Immutable; each method that adds something returns a changed copy.
 *
 * @param flow the name of the registered flow
 * @param parameters the values of parameters, in the form that Jackson writes
 * @param terms the terms on which the run enters
 */
public record NewRun(String flow, Map<String, @Nullable Object> parameters, Terms terms) {
  /**
   * The terms on which a run enters.
   *
   * @param at the time at which it is due; absent for at once
   * @param name the name of the run; absent if the flow makes it
   * @param key the idempotency key; all entries of the flow with the same key make one run
   * @param version the number of the version; absent for the current one
   * @param priority the priority; of runs that wait and can start, the highest starts first
   */
  public record Terms(
      Optional<Instant> at,
      Optional<String> name,
      Map<String, String> labels,
      Optional<String> key,
      Optional<Integer> version,
      int priority) {
    /** The terms of a run of the current version with priority 0, due at once. */
    public static final Terms PLAIN =
        new Terms(
            Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), Optional.empty(), 0);

    public Terms {
      labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }
  }

  public NewRun {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /** Returns a run of a flow with its default parameters, due at once. */
  public static NewRun of(String flow) {
    return new NewRun(flow, Map.of(), Terms.PLAIN);
  }

  /** Returns a copy with the value of a parameter. */
  public NewRun with(String parameter, @Nullable Object value) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>(parameters);
    all.put(parameter, value);
    return new NewRun(flow, all, terms);
  }

  /** Returns a copy that is due at a time. */
  public NewRun at(Instant time) {
    return with(
        new Terms(
            Optional.of(time),
            terms.name(),
            terms.labels(),
            terms.key(),
            terms.version(),
            terms.priority()));
  }

  /** Returns a copy with a name. */
  public NewRun name(String text) {
    return with(
        new Terms(
            terms.at(),
            Optional.of(text),
            terms.labels(),
            terms.key(),
            terms.version(),
            terms.priority()));
  }

  /** Returns a copy with a label. */
  public NewRun label(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(terms.labels());
    all.put(name, value);
    return with(
        new Terms(terms.at(), terms.name(), all, terms.key(), terms.version(), terms.priority()));
  }

  /** Returns a copy with an idempotency key. */
  public NewRun key(String text) {
    return with(
        new Terms(
            terms.at(),
            terms.name(),
            terms.labels(),
            Optional.of(text),
            terms.version(),
            terms.priority()));
  }

  /** Returns a copy of a version with this number. */
  public NewRun version(int number) {
    return with(
        new Terms(
            terms.at(),
            terms.name(),
            terms.labels(),
            terms.key(),
            Optional.of(number),
            terms.priority()));
  }

  /** Returns a copy with a priority. */
  public NewRun priority(int number) {
    return with(
        new Terms(terms.at(), terms.name(), terms.labels(), terms.key(), terms.version(), number));
  }

  private NewRun with(Terms other) {
    return new NewRun(flow, parameters, other);
  }

  /** Returns the variables of the request. */
  Map<String, @Nullable Object> variables() {
    Map<String, @Nullable Object> variables = new LinkedHashMap<>();
    variables.put("flow", flow);
    variables.put("parameters", parameters);
    variables.put("labels", terms.labels());
    variables.put("priority", terms.priority());
    terms.at().ifPresent(time -> variables.put("at", time.toString()));
    terms.name().ifPresent(name -> variables.put("name", name));
    terms.key().ifPresent(key -> variables.put("key", key));
    terms.version().ifPresent(number -> variables.put("version", number));
    return variables;
  }
}
