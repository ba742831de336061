package dev.praetor.cli.terminal;

import dev.praetor.engine.RunningTask;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A line of the log of a process that runs for others, without secrets.
 *
 * @param level the level as SLF4J names it
 * @param fields the run, the task, the worker and whatever else the line is about, by name
 * @param thrown the exception with its trace, or a short form; empty without one
 */
record LogEntry(
    Instant time,
    String level,
    String logger,
    String message,
    Map<String, String> fields,
    String thrown) {
  LogEntry {
    fields = new LinkedHashMap<>(fields);
  }

  /** Returns the fields that name a task run. */
  static Map<String, String> fields(Optional<RunningTask> task) {
    Map<String, String> fields = new LinkedHashMap<>();
    task.ifPresent(run -> {
      fields.put("run", run.runId().toString());
      fields.put("flow", run.flow());
      fields.put("task", run.taskRun());
      fields.put("attempt", Integer.toString(run.attempt()));
    });
    return fields;
  }
}
