package dev.praetor.store.write;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;

/** Writes the slots of limited tags. Used only by the writer's thread. */
record SlotTable(WriteSession session) {
  /**
   * Returns the limits of those of these tags that have one. They stay as they are, and no other
   * process takes a slot of these tags, until the transaction ends.
   */
  Map<String, Integer> lock(SortedSet<String> tags) throws SQLException {
    Map<String, Integer> limits = new TreeMap<>();
    PreparedStatement lock =
        session.prepare("UPDATE run_limit SET n = n WHERE scope = 'tag' AND name = ? RETURNING n");
    for (String tag : tags) {
      lock.setString(1, tag);
      try (ResultSet row = lock.executeQuery()) {
        if (row.next()) {
          limits.put(tag, row.getInt(1));
        }
      }
    }
    return limits;
  }

  /** Adds tickets at the end of the queues of their tags, unless they are recorded already. */
  void add(Collection<SlotTicket> tickets, boolean held) throws SQLException {
    if (tickets.isEmpty()) {
      return;
    }
    Map<String, Long> last = new TreeMap<>();
    PreparedStatement insert =
        session.prepare(
            """
            INSERT INTO tag_slot (tag, process, ticket, place, held, run, epoch, node, idx)
            SELECT ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE true ON CONFLICT DO NOTHING
            """);
    for (SlotTicket ticket : tickets) {
      for (String tag : ticket.tags()) {
        long before = last.containsKey(tag) ? last.get(tag) : lastPlace(tag);
        last.put(tag, before + 1);
        insert.setString(1, tag);
        insert.setString(2, session.self().id());
        insert.setLong(3, ticket.number());
        insert.setLong(4, before + 1);
        insert.setInt(5, held ? 1 : 0);
        insert.setString(6, ticket.request().run().toString());
        insert.setInt(7, ticket.epoch());
        insert.setString(8, ticket.request().node());
        insert.setInt(9, ticket.request().index());
        insert.addBatch();
      }
    }
    insert.executeBatch();
  }

  private long lastPlace(String tag) throws SQLException {
    return number("SELECT max(place) FROM tag_slot WHERE tag = ?", tag);
  }

  /** Returns the number of slots of a tag that are held, also by processes that have ended. */
  int held(String tag) throws SQLException {
    return (int) number("SELECT count(*) FROM tag_slot WHERE tag = ? AND held = 1", tag);
  }

  /** Returns the number of tickets that wait for a slot of a tag. */
  int waiting(String tag) throws SQLException {
    return (int) number("SELECT count(*) FROM tag_slot WHERE tag = ? AND held = 0", tag);
  }

  private long number(String sql, String tag) throws SQLException {
    PreparedStatement select = session.prepare(sql);
    select.setString(1, tag);
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /** Returns the tickets of this process among the first ones that wait for a slot of a tag. */
  Set<Long> first(String tag, int most) throws SQLException {
    Set<Long> own = new HashSet<>();
    if (most < 1) {
      return own;
    }
    PreparedStatement select =
        session.prepare(
            "SELECT process, ticket FROM tag_slot WHERE tag = ? AND held = 0 ORDER BY place LIMIT ?");
    select.setString(1, tag);
    select.setInt(2, most);
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        if (row.getString(1).equals(session.self().id())) {
          own.add(row.getLong(2));
        }
      }
    }
    return own;
  }

  /** Notes whether tickets hold their slots; a slot that a person has released stays so. */
  void setHeld(Collection<SlotTicket> tickets, boolean held) throws SQLException {
    each(
        "UPDATE tag_slot SET held = "
            + (held ? 1 : 0)
            + " WHERE process = ? AND ticket = ? AND held <> "
            + SlotTicket.RELEASED,
        tickets);
  }

  void delete(Collection<SlotTicket> tickets) throws SQLException {
    each("DELETE FROM tag_slot WHERE process = ? AND ticket = ?", tickets);
  }

  private void each(String sql, Collection<SlotTicket> tickets) throws SQLException {
    if (tickets.isEmpty()) {
      return;
    }
    PreparedStatement statement = session.prepare(sql);
    for (SlotTicket ticket : tickets) {
      statement.setString(1, session.self().id());
      statement.setLong(2, ticket.number());
      statement.addBatch();
    }
    statement.executeBatch();
  }

  /** Deletes all tickets of this process, which has no runs any more. */
  void clear() throws SQLException {
    PreparedStatement delete = session.prepare("DELETE FROM tag_slot WHERE process = ?");
    delete.setString(1, session.self().id());
    delete.executeUpdate();
  }
}
