package dev.praetor.examples.orders.http;

import static dev.praetor.Praetor.with;

import dev.praetor.Flow;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.embedded.EngineRun;
import dev.praetor.embedded.PraetorEngine;
import dev.praetor.embedded.StartOptions;
import dev.praetor.examples.orders.Fulfilment;
import dev.praetor.examples.orders.NewOrder;
import dev.praetor.examples.orders.Order;
import dev.praetor.examples.orders.SoldOut;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Places orders, shows them, and releases their parcels. */
final class OrderDesk {
  private final DataSource database;
  private final JdbcOrders orders;
  private final PraetorEngine praetor;
  private final Flow<String> fulfilment;

  OrderDesk(
      DataSource database, JdbcOrders orders, PraetorEngine praetor, Flow<String> fulfilment) {
    this.database = database;
    this.orders = orders;
    this.praetor = praetor;
    this.fulfilment = fulfilment;
  }

  /**
   * An order with the state of the run that fulfils it.
   *
   * @param state the name of the state, such as Running, Paused or Success
   */
  record View(long id, String customer, List<String> articles, String state, String message) {}

  /**
   * Places an order and starts its fulfilment, both or neither.
   *
   * @return the number of the order
   * @throws SoldOut if an article is not in stock
   */
  long place(NewOrder order) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      long id = orders.add(connection, order);
      EngineRun<String> run =
          praetor.start(
              connection, fulfilment, StartOptions.NONE.key("order " + id), with("order", id));
      orders.fulfilledBy(connection, id, run.id());
      orders.takeFromStock(connection, order.articles());
      connection.commit(); // what throws before is rolled back when the connection is closed
      return id;
    }
  }

  Optional<View> show(long id) {
    return orders.find(id).map(this::view);
  }

  private View view(Order order) {
    State state = praetor.find(RunId.parse(order.run())).orElseThrow().state();
    return new View(order.id(), order.customer(), order.articles(), state.name(), state.message());
  }

  /** Releases the parcels of an order; returns false if the order does not wait for that. */
  boolean approve(long id, String by) {
    return orders
        .find(id)
        .map(order -> praetor.follow(RunId.parse(order.run()), fulfilment))
        .filter(run -> run.approve(Fulfilment.APPROVAL, by))
        .isPresent();
  }
}
