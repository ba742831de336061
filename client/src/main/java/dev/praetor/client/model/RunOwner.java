package dev.praetor.client.model;

/**
 * The process that may write to a run.
 *
 * @param id the id of the process; empty if no process owns the run
 * @param name the user, the machine and the number of the process
 * @param suspect true if it was not heard for 20 seconds although it may be alive
 */
public record RunOwner(String id, String name, Life life, boolean suspect) {
  public static final String FIELDS = "{ id name life suspect }";

  /** The knowledge about the life of a process. */
  public enum Life {
    /** The process is alive. */
    ALIVE,
    /** The process was heard within the length of a lease. */
    HEARD,
    /** Only its next sign of life can tell. */
    SILENT,
    /** The process has ended, or its lease has. */
    ENDED
  }

  public static RunOwner of(Json json) {
    return new RunOwner(
        json.text("id"), json.text("name"), Life.valueOf(json.text("life")), json.is("suspect"));
  }
}
