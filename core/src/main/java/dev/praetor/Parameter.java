package dev.praetor;

import dev.praetor.engine.graph.GraphBuilder;
import dev.praetor.engine.graph.Scope;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.task.ParameterDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value that is given when a run starts. A parameter is used like any other node. Its methods
 * change the parameter in the flow that is being defined and return the same handle.
 */
public final class Parameter<T extends @Nullable Object> extends Node<T> {
  private final String name;
  private final GraphBuilder graph;

  Parameter(String name, GraphBuilder graph) {
    super(new Source.ParameterValue(name), Scope.FLOW, Optional.of(graph));
    this.name = name;
    this.graph = graph;
  }

  /** Returns the name of the parameter. */
  public String name() {
    return name;
  }

  /** Sets the description, which is shown where a person enters the value. */
  public Parameter<T> describedAs(String text) {
    graph.replaceParameter(graph.parameter(name).withDescription(text));
    return this;
  }

  /**
   * Masks the value of the parameter, like a secret, in everything that a run writes: history,
   * documents, logs, messages and the name of the run. Tasks get the value unmasked. As the value
   * is not recorded, it is given again when a run is resumed or restarted. A default is a part of
   * the code, so it is not secret, but it is not shown either.
   */
  public Parameter<T> secret() {
    graph.replaceParameter(graph.parameter(name).asSecret());
    return this;
  }

  /**
   * Restricts the parameter to these values. A default that is not among them is a problem of the
   * flow.
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // The array is read once and not kept.
  public final Parameter<T> oneOf(T... values) {
    ParameterDefinition d = graph.parameter(name);
    List<Object> allowed = Arrays.<Object>asList(values);
    graph.replaceParameter(d.withAllowed(allowed));
    d.defaultValue()
        .filter(defaultValue -> !allowed.contains(defaultValue.value()))
        .ifPresent(defaultValue ->
            graph.problem(
                name, "its default " + defaultValue.value() + " is not one of " + allowed));
    return this;
  }
}
