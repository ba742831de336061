package dev.praetor.store.write;

import dev.praetor.RunId;
import dev.praetor.engine.Journal;

/** The other parts of a store, as far as a journal has something to tell them. Thread-safe. */
public interface JournalListener {
  /** Tells that a run of this process is another try of an earlier one. */
  void restarted(RunId earlier, RunId later);

  /** Takes a line that was logged in a task run. */
  void logged(Journal.LogLine line);
}
