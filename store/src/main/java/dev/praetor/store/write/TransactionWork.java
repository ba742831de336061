package dev.praetor.store.write;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Work that writes in the transaction of a connection. It may be called again after a failure, when
 * it is unknown what has been written.
 */
public interface TransactionWork<T> {
  T in(Connection connection) throws SQLException;
}
