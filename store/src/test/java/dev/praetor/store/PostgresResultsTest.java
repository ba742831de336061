package dev.praetor.store;

import dev.praetor.store.db.Database;
import dev.praetor.store.model.BlobRef;
import java.sql.Connection;
import java.sql.PreparedStatement;

class PostgresResultsTest extends ResultsContract {
  private static final Database SHARED = Database.at(PostgresServer.database());

  @Override
  Database database() {
    return SHARED;
  }

  @Override
  void lose(BlobRef blob) throws Exception {
    try (Connection connection = SHARED.writing().getConnection();
        PreparedStatement delete = connection.prepareStatement("DELETE FROM blob WHERE hash = ?")) {
      delete.setString(1, blob.hash());
      delete.executeUpdate();
    }
  }
}
