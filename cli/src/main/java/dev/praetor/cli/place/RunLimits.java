package dev.praetor.cli.place;

import dev.praetor.store.model.RunLimit;
import java.util.List;

/** The limits over all runs of a place. */
public interface RunLimits {
  /** Returns all limits, with what is in progress now; none if there is no store. */
  List<RunLimit> list();

  /** Sets a limit. */
  void set(RunLimit.Scope scope, String name, int most);

  /** Deletes a limit; returns whether there was one. */
  boolean delete(RunLimit.Scope scope, String name);
}
