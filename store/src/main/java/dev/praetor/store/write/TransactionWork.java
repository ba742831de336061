package dev.praetor.store.write;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Something that is written in the transaction of a connection. It may be called again, as nobody
 * knows after a failure what has been written.
 */
public interface TransactionWork<T> {
  T in(Connection connection) throws SQLException;
}
