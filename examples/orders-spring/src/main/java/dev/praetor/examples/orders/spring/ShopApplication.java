package dev.praetor.examples.orders.spring;

import dev.praetor.Flow;
import dev.praetor.Praetor;
import dev.praetor.embedded.Home;
import dev.praetor.embedded.PraetorEngine;
import dev.praetor.examples.orders.Fulfilment;
import dev.praetor.examples.orders.Orders;
import dev.praetor.examples.orders.Partners;
import dev.praetor.examples.orders.SalesReport;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;

/** A process of the shop. */
@SpringBootApplication
class ShopApplication {
  public static void main(String[] args) {
    SpringApplication.run(ShopApplication.class, args);
  }

  @Bean
  Partners partners() {
    return Partners.sample();
  }

  @Bean
  Flow<String> fulfilment(Orders orders, Partners partners) {
    return new Fulfilment(orders, partners).flow();
  }

  @Bean
  Flow<Integer> salesReport(Orders orders, @Value("${shop.report}") String times) {
    return new SalesReport(orders, times).flow();
  }

  /** Returns the engine, which serves all flows and is closed with the application. */
  @Bean
  @DependsOnDatabaseInitialization
  PraetorEngine praetor(DataSource database, List<Flow<?>> flows) {
    PraetorEngine praetor = Praetor.open(Home.of(database));
    praetor.serve(flows.toArray(Flow<?>[]::new));
    return praetor;
  }
}
