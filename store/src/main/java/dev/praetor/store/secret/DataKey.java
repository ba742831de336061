package dev.praetor.store.secret;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/**
 * A key that encrypts the secrets of a project, encrypted itself.
 *
 * @param current true if new values are encrypted with it
 * @param master the id of the master key that encrypted it
 */
record DataKey(String id, String project, boolean current, String master, String wrapped) {
  static final String COLUMNS = "SELECT id, project, is_current, master, wrapped FROM secret_key ";

  static DataKey read(ResultSet row) throws SQLException {
    return new DataKey(
        row.getString("id"),
        row.getString("project"),
        row.getInt("is_current") == 1,
        row.getString("master"),
        row.getString("wrapped"));
  }

  /** Returns a new key. */
  static DataKey fresh(String project, MasterKey master) {
    String id = UUID.randomUUID().toString();
    return new DataKey(
        id, project, true, master.id(), master.wrap(Sealing.newKey(), owner(project, id)));
  }

  /** Returns the text that is authenticated with the key. */
  private static String owner(String project, String id) {
    return "praetor data key\n" + project + "\n" + id;
  }

  /** Decrypts the key. */
  Sealing open(MasterKeys masters) {
    return new Sealing(masters.unwrap(master, wrapped, owner(project, id)));
  }

  /** Returns the key encrypted by another master key. */
  DataKey rewrapped(MasterKeys masters, MasterKey by) {
    byte[] plain = masters.unwrap(master, wrapped, owner(project, id));
    return new DataKey(id, project, current, by.id(), by.wrap(plain, owner(project, id)));
  }
}
