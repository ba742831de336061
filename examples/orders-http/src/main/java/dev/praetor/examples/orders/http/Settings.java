package dev.praetor.examples.orders.http;

import com.zaxxer.hikari.HikariDataSource;
import dev.praetor.examples.orders.SalesReport;
import java.util.Map;

/**
 * The settings of a process, which are environment variables.
 *
 * @param url the URL of the database, with user and password
 * @param port the port of the web server; 0 for any that is free
 * @param report the cron expression of the times at which the sales report is made
 */
record Settings(String url, int port, String report) {
  static Settings of(Map<String, String> environment) {
    return new Settings(
        environment.getOrDefault("SHOP_DATABASE", "jdbc:postgresql://localhost/shop?user=shop"),
        Integer.parseInt(environment.getOrDefault("SHOP_PORT", "8080")),
        environment.getOrDefault("SHOP_REPORT", SalesReport.NIGHTLY));
  }

  HikariDataSource database() {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(url);
    pool.addDataSourceProperty("reWriteBatchedInserts", "true"); // makes Praetor faster
    return pool;
  }
}
