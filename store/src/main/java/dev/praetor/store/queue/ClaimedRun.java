package dev.praetor.store.queue;

import dev.praetor.RunId;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.json.ParametersJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run that waits or waited, and that this process starts.
 *
 * @param restartOf the earlier run of which this run is a restart
 * @param restartFrom the place from which the restart runs again
 */
public record ClaimedRun(
    RunId id, String flow, Made made, Optional<RunId> restartOf, Optional<String> restartFrom) {
  /** The columns of a run, which a statement that claims it returns. */
  static final String COLUMNS =
      "id, flow, name, parameters, parameter_notes, scheduled, restart_of, restart_from";

  /**
   * The facts with which a run was made, so that its process need not read them again.
   *
   * @param name the name of the run
   * @param parameters the parameters as a JSON object
   * @param notes the notes on the parameters, as they are recorded
   * @param due the time at which the run was due
   */
  public record Made(String name, String parameters, @Nullable String notes, Instant due) {
    /**
     * Returns, for each parameter whose recorded value differs from the given one, the reason. The
     * notes are read here and not with the claim, so that damaged ones concern this run alone.
     */
    public Map<String, String> parameterNotes() {
      return ParametersJson.readNotes(notes, parameters);
    }
  }

  static ClaimedRun of(ResultSet row) throws SQLException {
    return new ClaimedRun(
        RunId.parse(row.getString("id")),
        row.getString("flow"),
        new Made(
            row.getString("name"),
            row.getString("parameters"),
            row.getString("parameter_notes"),
            Micros.of(row.getLong("scheduled"))),
        QueryRunner.text(row, "restart_of").map(RunId::parse),
        QueryRunner.text(row, "restart_from"));
  }
}
