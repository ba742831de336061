package dev.praetor.store.write;

import dev.praetor.RunId;
import dev.praetor.engine.Journal;

/** Receives the events of a journal that concern other parts of the store. Thread-safe. */
public interface JournalListener {
  /** Called when a run of this process begins as a restart or a retry of an earlier run. */
  void restarted(RunId earlier, RunId later);

  /** Called with each line that is logged in a task run. */
  void logged(Journal.LogLine line);

  /** Called with each report of progress of a task run. */
  void progressed(Journal.Progress report);

  /**
   * Called with each artifact of a task run.
   *
   * @throws Journal.TooLarge if the artifact exceeds the limit
   */
  void published(Journal.Artifact artifact) throws Journal.TooLarge;
}
