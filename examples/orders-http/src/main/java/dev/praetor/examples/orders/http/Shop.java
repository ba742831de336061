package dev.praetor.examples.orders.http;

import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariDataSource;
import dev.praetor.Flow;
import dev.praetor.Praetor;
import dev.praetor.embedded.Home;
import dev.praetor.embedded.PraetorEngine;
import dev.praetor.examples.orders.Fulfilment;
import dev.praetor.examples.orders.Partners;
import dev.praetor.examples.orders.SalesReport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process of the shop. */
final class Shop {
  private static final Logger LOG = LoggerFactory.getLogger(Shop.class);

  private Shop() {}

  public static void main(String[] args) throws IOException, SQLException {
    open(Settings.of(System.getenv()), Partners.sample());
  }

  static void open(Settings settings, Partners partners) throws IOException, SQLException {
    HikariDataSource database = settings.database();
    JdbcOrders orders = new JdbcOrders(database);
    orders.createTables();
    Flow<String> fulfilment = new Fulfilment(orders, partners).flow();
    Flow<Integer> report = new SalesReport(orders, settings.report()).flow();

    PraetorEngine praetor = Praetor.open(Home.of(database));
    praetor.serve(fulfilment, report);

    OrderDesk desk = new OrderDesk(database, orders, praetor, fulfilment);
    HttpServer server = HttpServer.create(new InetSocketAddress(settings.port()), 0);
    server.createContext("/orders", new OrdersHandler(desk));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    LOG.info("the shop listens on port {}", server.getAddress().getPort());

    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              server.stop(1);
              praetor.close(); // what has not ended is resumed by another process
              database.close();
            }));
  }
}
