package dev.praetor.cli.place;

import dev.praetor.RunId;
import dev.praetor.TaskPath;
import dev.praetor.store.model.RunLimit;
import java.util.List;

/** The limits over all runs of a place. */
public interface RunLimits {
  /** Returns all limits, with what is in progress now; none if there is no store. */
  List<RunLimit> list();

  /** Returns what counts towards a limit now, at most 1,000. */
  List<RunLimit.Holder> holders(RunLimit.Key limit);

  /** Takes the slot of a tag from the attempt of a task run that holds it. */
  void release(String tag, RunId run, TaskPath task);

  /** Sets a limit. */
  void set(RunLimit.Scope scope, String name, int most);

  /** Deletes a limit; returns whether there was one. */
  boolean delete(RunLimit.Scope scope, String name);
}
