package dev.praetor.engine.document;

import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.engine.Journal;
import dev.praetor.engine.secret.Masker;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A run as far as the document shows it: one that has ended here, or one that was stored. */
public interface DocumentedRun {
  /** The run without its values and task runs. */
  Header header();

  /** Its parameters by name, without secrets. */
  JsonNode parameters();

  /** The value of its flow, without secrets. */
  JsonNode value();

  /** Its nodes, in the order of their definition. */
  List<DocumentedNode> nodes();

  /** Takes the secrets out of messages and failures. */
  Masker masker();

  /**
   * A run without its values: its identity, state, origin and times.
   *
   * @param lost whether its process ended before it did
   */
  record Header(Identity identity, State state, boolean lost, Lineage lineage, Times times) {}

  /**
   * The names of a run.
   *
   * @param version the version of the flow, where it is known
   */
  record Identity(RunId id, String flow, String name, Optional<String> version) {}

  /**
   * The runs it belongs to.
   *
   * @param restartOf the run it is another try of
   * @param parent the task run it is a part of
   */
  record Lineage(Optional<RunId> restartOf, Optional<Journal.Parent> parent) {}

  /** The times it was made, began and ended. */
  record Times(Instant created, Optional<Instant> started, Optional<Instant> ended) {}
}
