package dev.praetor.store.copy;

import dev.praetor.store.db.WriteConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The tables of rows that two stores have in common, by name. */
record Tables(List<Table> all) {
  /** Tables that are not copied as rows: the migrations, and the large values of PostgreSQL. */
  private static final Set<String> OTHERS =
      Set.of("flyway_schema_history", "praetor_migration", "blob");

  private static final int BATCH = 500;

  Tables {
    all = List.copyOf(all);
  }

  /** Returns the tables that both connections see. */
  static Tables of(Connection source, Connection target) throws SQLException {
    Set<String> names = names(source);
    names.retainAll(names(target));
    names.removeAll(OTHERS);
    return new Tables(names.stream().map(Table::new).toList());
  }

  private static Set<String> names(Connection connection) throws SQLException {
    Set<String> names = new TreeSet<>();
    try (ResultSet tables =
        connection
            .getMetaData()
            .getTables(null, connection.getSchema(), "%", new String[] {"TABLE"})) {
      while (tables.next()) {
        names.add(tables.getString("TABLE_NAME"));
      }
    }
    return names;
  }

  /** Returns the first table that has a row. */
  Optional<String> firstFull(Connection connection) throws SQLException {
    for (Table table : all) {
      try (Statement select = connection.createStatement();
          ResultSet row = select.executeQuery("SELECT 1 FROM " + table.name() + " LIMIT 1")) {
        if (row.next()) {
          return Optional.of(table.name());
        }
      }
    }
    return Optional.empty();
  }

  /** A table, whose name is that of a migration and no input. */
  record Table(String name) {
    /** Copies all rows, and returns their number. */
    long copy(Connection source, WriteConnection target) throws SQLException {
      long copied = 0;
      try (Statement select = source.createStatement();
          ResultSet rows = select.executeQuery("SELECT * FROM " + name)) {
        ResultSetMetaData columns = rows.getMetaData();
        PreparedStatement insert = target.prepare(insert(columns));
        while (rows.next()) {
          for (int i = 1; i <= columns.getColumnCount(); i++) {
            insert.setObject(i, rows.getObject(i));
          }
          insert.addBatch();
          if (++copied % BATCH == 0) {
            insert.executeBatch();
          }
        }
        insert.executeBatch();
      }
      return copied;
    }

    private String insert(ResultSetMetaData columns) throws SQLException {
      List<String> names = new ArrayList<>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        names.add(columns.getColumnName(i));
      }
      return "INSERT INTO "
          + name
          + " ("
          + String.join(", ", names)
          + ") VALUES ("
          + String.join(", ", Collections.nCopies(names.size(), "?"))
          + ")";
    }
  }
}
