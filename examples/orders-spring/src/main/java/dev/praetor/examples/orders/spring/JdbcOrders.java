package dev.praetor.examples.orders.spring;

import dev.praetor.RunId;
import dev.praetor.examples.orders.NewOrder;
import dev.praetor.examples.orders.Order;
import dev.praetor.examples.orders.Orders;
import dev.praetor.examples.orders.SoldOut;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The orders in the database. */
@Repository
class JdbcOrders implements Orders {
  private final JdbcClient jdbc;

  JdbcOrders(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Adds an order and returns its number. */
  long add(NewOrder order) {
    return jdbc.sql("INSERT INTO shop_order (customer, articles) VALUES (?, ?) RETURNING id")
        .param(order.customer())
        .param(order.articles().toArray(String[]::new))
        .query(Long.class)
        .single();
  }

  /** Notes the run that fulfils an order. */
  void fulfilledBy(long order, RunId run) {
    jdbc.sql("UPDATE shop_order SET run = ? WHERE id = ?")
        .param(run.toString())
        .param(order)
        .update();
  }

  /**
   * Takes a piece of each article from the stock.
   *
   * @throws SoldOut if there are not enough
   */
  void takeFromStock(List<String> articles) {
    for (String article : articles) {
      int taken =
          jdbc.sql("UPDATE stock SET pieces = pieces - 1 WHERE article = ? AND pieces > 0")
              .param(article)
              .update();
      if (taken == 0) {
        throw new SoldOut(article);
      }
    }
  }

  @Override
  public Optional<Order> find(long id) {
    return jdbc.sql("SELECT * FROM shop_order WHERE id = ?")
        .param(id)
        .query((row, _) -> order(row))
        .optional();
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
    return jdbc.sql("SELECT count(*) FROM shop_order WHERE placed >= ? AND placed < ?")
        .param(Timestamp.from(from))
        .param(Timestamp.from(until))
        .query(Integer.class)
        .single();
  }

  @Override
  public void keepReport(Instant until, int orders) {
    jdbc.sql(
            """
            INSERT INTO sales_report (until, orders) VALUES (?, ?)
            ON CONFLICT (until) DO UPDATE SET orders = excluded.orders
            """)
        .param(Timestamp.from(until))
        .param(orders)
        .update();
  }
}
