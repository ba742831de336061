package dev.praetor.store.query.row;

import dev.praetor.store.db.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads the rows of flows and their versions. */
public final class FlowRows {
  /** The column that is read of a flow. */
  public static final String COLUMNS = "t0.flow_key";

  /** The columns that are read of a version of a flow. */
  public static final String VERSION_COLUMNS = "t0.hash, t0.flow, t0.created";

  private FlowRows() {}

  public static FlowRow read(ResultSet row) throws SQLException {
    return new FlowRow(row.getString("flow_key"));
  }

  public static FlowVersionRow readVersion(ResultSet row) throws SQLException {
    return new FlowVersionRow(
        row.getString("hash"), row.getString("flow"), Micros.of(row.getLong("created")));
  }
}
