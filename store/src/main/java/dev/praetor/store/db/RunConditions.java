package dev.praetor.store.db;

import dev.praetor.engine.packaging.FlowPackage;

/** Conditions on rows of runs that several statements must agree on. */
public final class RunConditions {
  /** The states of a run that no process has started yet. */
  public static final String WAITING = "('Scheduled', 'Queued')";

  /** The condition of a run in progress that is not a part of another run. */
  public static final String IN_PROGRESS =
      "ended IS NULL AND parent IS NULL AND state NOT IN " + WAITING;

  /** The condition of a run whose code is a package that workers load. */
  public static final String OF_PACKAGE =
      "code IS NOT NULL AND code <> '" + FlowPackage.SERVED.sha256() + "'";

  private RunConditions() {}

  /** Finds a row if the flow whose project and name are bound is archived. */
  public static final String ARCHIVED =
      "SELECT 1 FROM registered_flow" + " WHERE project = ? AND name = ? AND archived IS NOT NULL";
}
