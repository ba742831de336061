package dev.praetor.engine.document;

import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.engine.Journal;
import dev.praetor.engine.secret.Masker;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The data of a run that its document shows: a run that has ended in this process, or a stored run.
 */
public interface DocumentedRun {
  /** Returns the run without its values and task runs. */
  Header header();

  /** Returns the parameters of the run by name, without secrets. */
  JsonNode parameters();

  /** Returns the value of the flow, without secrets. */
  JsonNode value();

  /** Returns the nodes of the run, in order of definition. */
  List<DocumentedNode> nodes();

  /** Returns the masker of secrets in messages and failures. */
  Masker masker();

  /**
   * A run without its values: its identity, state, origin and times.
   *
   * @param lost true if the process of the run ended before the run did
   * @param labels the labels of the run, by name
   */
  record Header(
      Identity identity,
      State state,
      boolean lost,
      Lineage lineage,
      Times times,
      Map<String, String> labels) {}

  /**
   * The names of a run.
   *
   * @param version the version of the flow, if it is known
   */
  record Identity(RunId id, String flow, String name, Optional<String> version) {}

  /**
   * The runs that a run is related to.
   *
   * @param restartOf the run that this run is a restart of, if any
   * @param parent the task run that this run is a part of, if any
   */
  record Lineage(Optional<RunId> restartOf, Optional<Journal.Parent> parent) {}

  /** The times at which a run was created, began and ended. */
  record Times(Instant created, Optional<Instant> started, Optional<Instant> ended) {}
}
