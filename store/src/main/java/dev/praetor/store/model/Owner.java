package dev.praetor.store.model;

/**
 * The process that may write to a run.
 *
 * @param id the id of the open store of the process
 * @param name the name of the process: {@code user@host, process 123}
 * @param epoch the number of this owner among all owners of the run, from 1
 * @param life the knowledge of this process about the owner, without waiting for its heartbeat
 * @param suspect true if no heartbeat of the process was seen for 20 seconds, as far as this
 *     process can tell without waiting; its run may be resumed by another one soon
 * @param crashes the number of owners of the run that died without handing it over, this one
 *     included
 */
public record Owner(
    String id, String name, int epoch, OwnerLife life, boolean suspect, int crashes) {
  /** The id of the owner of a run that no process owns. */
  public static final String NOBODY = "";

  /** Returns whether the process may still have the store open. */
  public boolean alive() {
    return life != OwnerLife.ENDED;
  }
}
