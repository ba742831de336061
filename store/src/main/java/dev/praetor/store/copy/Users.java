package dev.praetor.store.copy;

import dev.praetor.store.db.ProcessRow;
import dev.praetor.store.db.Sql;
import dev.praetor.store.model.OwnerLife;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The processes that use a store. */
final class Users {
  private Users() {}

  /** Returns the names of the processes that have a store open for writing and live. */
  static List<String> of(Connection connection) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement select = connection.createStatement();
        ResultSet row =
            select.executeQuery(
                "SELECT " + ProcessRow.COLUMNS + " FROM process p WHERE p.ended IS NULL")) {
      while (row.next()) {
        OwnerLife life = ProcessRow.life(row);
        if (life == OwnerLife.ALIVE || life == OwnerLife.HEARD) {
          names.add(row.getString("p_name"));
        }
      }
    }
    return names;
  }

  /** Records in a copy that all processes have ended. */
  static void end(Connection connection, long time) throws SQLException {
    Sql.update(connection, "UPDATE process SET ended = ? WHERE ended IS NULL", time);
  }
}
