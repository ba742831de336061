package dev.praetor.store.write;

import dev.praetor.store.db.WriteConnection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Writes a batch that is a single row in one statement, which is a transaction of its own: the row
 * of the task run is made from the row of its run, and so only if this process still owns the run.
 * On PostgreSQL the whole takes one round trip instead of three. Used by one thread at a time.
 */
record SingleRows(WriteConnection session, String owner, String plain, String full) {
  private static final int PLAIN_COLUMNS = 10;
  private static final int FULL_COLUMNS = 20;

  /**
   * Prepares the texts of the statements.
   *
   * @param owner the id of this process
   * @param lockRows the end of a query that keeps others from claiming the run meanwhile
   */
  static SingleRows of(WriteConnection session, String owner, String lockRows) {
    return new SingleRows(
        session,
        owner,
        insert(TaskTable.PLAIN, PLAIN_COLUMNS, lockRows) + TaskTable.PLAIN_AGAIN,
        insert(TaskTable.PLAIN + TaskTable.MORE, FULL_COLUMNS, lockRows) + TaskTable.FULL_AGAIN);
  }

  private static String insert(String names, int columns, String lockRows) {
    return """
    INSERT INTO task_run (%s)
    SELECT ?%s FROM flow_run WHERE id = ? AND epoch = ? AND owner = ?%s
    """
        .formatted(names, ", ?".repeat(columns - 1), lockRows);
  }

  /**
   * Writes a batch of one row. Returns false if nothing was written, because another process owns
   * the run or the row is in the store already.
   */
  boolean write(BatchRows batch) throws SQLException {
    BatchRows.Task row = batch.tasks().getFirst();
    session.commitEach();
    PreparedStatement insert = session.prepare(row.isPlain() ? plain : full);
    if (row.isPlain()) {
      TaskTable.bindPlain(insert, batch.run(), batch.sequence(), row);
    } else {
      TaskTable.bindFull(insert, batch.run(), batch.sequence(), row);
    }
    int columns = row.isPlain() ? PLAIN_COLUMNS : FULL_COLUMNS;
    insert.setString(columns + 1, batch.run());
    insert.setInt(columns + 2, batch.epoch());
    insert.setString(columns + 3, owner);
    return insert.executeUpdate() == 1;
  }
}
