package dev.praetor.examples.orders.spring;

import dev.praetor.examples.orders.Partners;
import dev.praetor.examples.orders.WatchedPartners;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** The shop with partners who note each call. */
class WatchedShop {
  public static void main(String[] args) {
    SpringApplication.run(new Class<?>[] {ShopApplication.class, WatchedShop.class}, args);
  }

  @Bean
  @Primary
  Partners watchedPartners() {
    return WatchedPartners.of(System.getenv());
  }
}
