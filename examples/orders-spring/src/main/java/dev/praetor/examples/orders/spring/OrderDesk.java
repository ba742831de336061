package dev.praetor.examples.orders.spring;

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
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Places orders, shows them, and releases their parcels. */
@Service
class OrderDesk {
  private final JdbcTemplate jdbc;
  private final JdbcOrders orders;
  private final PraetorEngine praetor;
  private final Flow<String> fulfilment;

  OrderDesk(JdbcTemplate jdbc, JdbcOrders orders, PraetorEngine praetor, Flow<String> fulfilment) {
    this.jdbc = jdbc;
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
  @Transactional
  public long place(NewOrder order) {
    long id = orders.add(order);
    orders.fulfilledBy(id, jdbc.execute((Connection connection) -> start(connection, id)).id());
    orders.takeFromStock(order.articles());
    return id;
  }

  /** Starts the fulfilment of an order in the transaction of a connection. */
  private EngineRun<String> start(Connection connection, long order) throws SQLException {
    return praetor.start(
        connection, fulfilment, StartOptions.NONE.key("order " + order), with("order", order));
  }

  public Optional<View> show(long id) {
    return orders.find(id).map(this::view);
  }

  private View view(Order order) {
    State state = praetor.find(RunId.parse(order.run())).orElseThrow().state();
    return new View(order.id(), order.customer(), order.articles(), state.name(), state.message());
  }

  /** Releases the parcels of an order; returns false if the order does not wait for that. */
  public boolean approve(long id, String by) {
    return orders
        .find(id)
        .map(order -> praetor.follow(RunId.parse(order.run()), fulfilment))
        .filter(run -> run.approve(Fulfilment.APPROVAL, by))
        .isPresent();
  }
}
