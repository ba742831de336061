package dev.praetor.server.runners;

import dev.praetor.RunId;
import dev.praetor.store.variable.StoredVariable;
import dev.praetor.store.variable.Variables;
import tools.jackson.databind.node.ObjectNode;

/** The variables for the runs of runners. Thread-safe. */
record RunnerVariables(Variables variables) {
  /**
   * Returns the project of a run, and the value of its variable if there is one.
   *
   * @param run a run of the runner
   */
  ObjectNode answer(RunId run, String name) {
    String project = variables.projectOf(run);
    ObjectNode json = RunnerNews.object().put("project", project);
    variables
        .find(project, name)
        .map(StoredVariable::value)
        .ifPresent(value -> json.put("value", value));
    return json;
  }
}
