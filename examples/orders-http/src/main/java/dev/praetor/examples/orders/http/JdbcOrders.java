package dev.praetor.examples.orders.http;

import dev.praetor.RunId;
import dev.praetor.examples.orders.NewOrder;
import dev.praetor.examples.orders.Order;
import dev.praetor.examples.orders.Orders;
import dev.praetor.examples.orders.SoldOut;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/** The orders in the database. Methods with a connection are parts of its transaction. */
final class JdbcOrders implements Orders {
  private final DataSource database;

  JdbcOrders(DataSource database) {
    this.database = database;
  }

  /** Creates the tables that do not exist. */
  void createTables() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(schema());
    }
  }

  private static String schema() {
    try (InputStream file = JdbcOrders.class.getResourceAsStream("/schema.sql")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds an order and returns its number. */
  long add(Connection connection, NewOrder order) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO shop_order (customer, articles) VALUES (?, ?) RETURNING id")) {
      insert.setString(1, order.customer());
      insert.setArray(2, connection.createArrayOf("text", order.articles().toArray()));
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getLong("id");
      }
    }
  }

  /** Notes the run that fulfils an order. */
  void fulfilledBy(Connection connection, long order, RunId run) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE shop_order SET run = ? WHERE id = ?")) {
      update.setString(1, run.toString());
      update.setLong(2, order);
      update.executeUpdate();
    }
  }

  /**
   * Takes a piece of each article from the stock.
   *
   * @throws SoldOut if there are not enough
   */
  void takeFromStock(Connection connection, List<String> articles) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE stock SET pieces = pieces - 1 WHERE article = ? AND pieces > 0")) {
      for (String article : articles) {
        update.setString(1, article);
        if (update.executeUpdate() == 0) {
          throw new SoldOut(article);
        }
      }
    }
  }

  @Override
  public Optional<Order> find(long id) {
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement("SELECT * FROM shop_order WHERE id = ?")) {
      select.setLong(1, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(order(row)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("order " + id + " cannot be read", e);
    }
  }

  private static Order order(ResultSet row) throws SQLException {
    return new Order(
        row.getLong("id"),
        row.getString("customer"),
        List.of((String[]) row.getArray("articles").getArray()),
        row.getString("run"));
  }

  @Override
  public int placedBetween(Instant from, Instant until) {
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT count(*) FROM shop_order WHERE placed >= ? AND placed < ?")) {
      select.setTimestamp(1, Timestamp.from(from));
      select.setTimestamp(2, Timestamp.from(until));
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("orders cannot be counted", e);
    }
  }

  @Override
  public void keepReport(Instant until, int orders) {
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                """
                INSERT INTO sales_report (until, orders) VALUES (?, ?)
                ON CONFLICT (until) DO UPDATE SET orders = excluded.orders
                """)) {
      insert.setTimestamp(1, Timestamp.from(until));
      insert.setInt(2, orders);
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("the report cannot be kept", e);
    }
  }
}
