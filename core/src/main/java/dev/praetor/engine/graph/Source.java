package dev.praetor.engine.graph;

import dev.praetor.function.F1;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an argument comes from. A source is either of one value ({@link Whole}) or of one for each
 * index ({@link Sliced}); views of views are trees of these.
 */
public sealed interface Source {
  /** Has one value where it stands. */
  sealed interface Whole extends Source {}

  /** Has a value for each index. */
  sealed interface Sliced extends Source {}

  record Constant(@Nullable Object value) implements Whole {}

  record ParameterValue(String name) implements Whole {}

  /** What a node that is not mapped returned. */
  record Output(GraphNode node) implements Whole {}

  /** What the children of a mapped node returned. */
  record Outputs(GraphNode node) implements Sliced {}

  /** The element a piece of graph is mapped over. */
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
