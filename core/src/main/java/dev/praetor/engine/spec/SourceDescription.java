package dev.praetor.engine.spec;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The source of an argument, as far as it is known without the flow's code: enough to find the
 * value in the record of a run. Each kind mirrors a kind of {@link
 * dev.praetor.engine.graph.Source}; the function of a view is not described.
 */
public sealed interface SourceDescription {
  /** A source of one value. */
  sealed interface Whole extends SourceDescription {}

  /** A source of a value for each index. */
  sealed interface Sliced extends SourceDescription {}

  /**
   * A constant whose value is described.
   *
   * @param sha256 the hash of the value with its types, if its JSON does not show them, as of a
   *     long or a record
   */
  record Constant(JsonNode value, Optional<String> sha256) implements Whole {}

  /**
   * A constant that is too long to be described, or is not JSON.
   *
   * @param text a short description of the constant
   * @param sha256 the hash of its JSON, if it can be written as JSON
   */
  record OmittedConstant(String text, Optional<String> sha256) implements Whole {}

  record ParameterValue(String name) implements Whole {}

  /** The value of a node that is not mapped. */
  record Output(String node) implements Whole {}

  /** The values of the children of a mapped node. */
  record Outputs(String node) implements Sliced {}

  /**
   * The element that a subgraph is mapped over.
   *
   * @param level the position of its index among the indexes of a task run, from 0
   */
  record Element(int level, Sliced over) implements Whole {}

  record Each(Whole list) implements Sliced {}

  record Collect(Sliced mapped) implements Whole {}

  record AllOutcomes(Sliced mapped) implements Whole {}

  record OneOutcome(Whole node) implements Whole {}

  record ListOf(List<Whole> parts) implements Whole {
    public ListOf {
      parts = List.copyOf(parts);
    }
  }

  record SelectOne(Whole from) implements Whole {}

  record SelectEach(Sliced from) implements Sliced {}

  record FlattenList(Whole lists) implements Whole {}

  record FlattenEach(Sliced lists) implements Sliced {}
}
