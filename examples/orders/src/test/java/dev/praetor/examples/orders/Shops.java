package dev.praetor.examples.orders;

import dev.praetor.Praetor;
import dev.praetor.embedded.Home;
import dev.praetor.embedded.PraetorEngine;
import dev.praetor.postgres.PostgresServer;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A database, and processes of an application of the shop that share it. */
final class Shops implements AutoCloseable {
  private final Class<?> main;
  private final PostgresServer.Database database = PostgresServer.create();
  private final String url;
  private final Ledger ledger;
  private final List<ShopProcess> processes = new ArrayList<>();

  /**
   * Creates the database.
   *
   * @param main the class whose main method starts the application with the watched partners
   */
  Shops(Class<?> main) throws SQLException {
    this.main = main;
    this.url =
        "%s%cuser=%s&password=%s"
            .formatted(
                database.url().replaceAll("\\?.*", ""), '?', database.user(), database.password());
    this.ledger = Ledger.create(url);
  }

  Ledger ledger() {
    return ledger;
  }

  /** Starts a process with these environment variables. */
  ShopProcess start(Map<String, String> more) throws IOException {
    Map<String, String> environment = new HashMap<>(more);
    environment.putAll(
        Map.of(
            "SHOP_LEDGER", url,
            "SHOP_DATABASE", url,
            "SHOP_PORT", "0",
            "SPRING_DATASOURCE_URL", url,
            "SERVER_PORT", "0"));
    ShopProcess process = ShopProcess.start(main, environment);
    processes.add(process);
    return process;
  }

  /** Opens an engine that serves nothing, to look at the runs. */
  PraetorEngine observe() {
    return Praetor.open(Home.of(database.source()));
  }

  @Override
  public void close() {
    processes.forEach(ShopProcess::close);
  }
}
