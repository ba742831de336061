package dev.praetor.engine.graph;

import dev.praetor.function.F1;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The source of an argument. A source has either one value ({@link Whole}) or a value for each
 * index ({@link Sliced}); views of views are trees of sources.
 */
public sealed interface Source {
  /** A source of one value. */
  sealed interface Whole extends Source {}

  /** A source of a value for each index. */
  sealed interface Sliced extends Source {}

  record Constant(@Nullable Object value) implements Whole {}

  record ParameterValue(String name) implements Whole {}

  /** The value of a node that is not mapped. */
  record Output(GraphNode node) implements Whole {}

  /** The values of the children of a mapped node. */
  record Outputs(GraphNode node) implements Sliced {}

  /** The element that a subgraph is mapped over. */
  record Element(Scope scope) implements Whole {}

  record Each(Whole list) implements Sliced {}

  record Collect(Sliced mapped) implements Whole {}

  record AllOutcomes(Sliced mapped) implements Whole {}

  record OneOutcome(Whole node) implements Whole {}

  record ListOf(List<Whole> parts) implements Whole {}

  record SelectOne(Whole from, F1<@Nullable Object, @Nullable Object> view) implements Whole {}

  record SelectEach(Sliced from, F1<@Nullable Object, @Nullable Object> view) implements Sliced {}

  record FlattenList(Whole lists) implements Whole {}

  record FlattenEach(Sliced lists) implements Sliced {}
}
