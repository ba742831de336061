package dev.praetor.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.RunId;
import dev.praetor.TaskPath;
import dev.praetor.embedded.PraetorEngine;
import dev.praetor.store.model.RunFilter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The contract of one process of the shop. */
@Tag("process")
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class OneShopContract {
  private final Shops shops;
  private ShopProcess shop;

  /**
   * Creates the tests.
   *
   * @param main the class whose main method starts the application with the watched partners
   */
  protected OneShopContract(Class<?> main) throws Exception {
    shops = new Shops(main);
    shop = shops.start(Map.of());
  }

  @AfterAll
  void close() {
    shops.close();
  }

  @Test
  void an_order_is_paid_at_the_second_try_released_by_a_person_and_sent() throws Exception {
    String order = shop.place("Ann", List.of("book", "lamp"));
    shop.awaitState(order, "Paused");
    ShopProcess.Answer waiting = shop.get(order);
    assertThat(waiting.body().required("message").asString()).contains("waits for approval");
    assertThat(shop.approve(order).status()).isEqualTo(200);
    shop.awaitState(order, "Success");
    assertThat(shop.approve(order).status()).isEqualTo(409);
    assertThat(shops.ledger().calls())
        .containsExactlyInAnyOrder("charge", "charge", "send 1", "send 2", "mail");
    try (PraetorEngine praetor = shops.observe()) {
      String id = order.substring(order.lastIndexOf('/') + 1);
      RunId run =
          RunId.parse(
              shops.ledger().read("SELECT run FROM shop_order WHERE id = " + id).getFirst());
      assertThat(praetor.history().taskRun(run, TaskPath.parse("pay")).orElseThrow().attempts())
          .isEqualTo(2);
      assertThat(praetor.find(run).orElseThrow().name()).isEqualTo("order " + id);
    }
  }

  @Test
  void an_order_of_which_an_article_is_sold_out_leaves_neither_a_row_nor_a_run() throws Exception {
    ShopProcess.Answer answer = shop.post("/orders", new NewOrder("Bo", List.of("book", "piano")));
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.body().required("problem").asString()).contains("piano");
    assertThat(shops.ledger().read("SELECT id FROM shop_order WHERE customer = 'Bo'")).isEmpty();
    try (PraetorEngine praetor = shops.observe()) {
      assertThat(praetor.history().list(RunFilter.all().withFlow("fulfilment")))
          .extracting(run -> run.id().toString())
          .isSubsetOf(shops.ledger().read("SELECT run FROM shop_order"));
    }
  }

  @Test
  void what_cannot_be_understood_is_refused() throws Exception {
    assertThat(shop.post("/orders", Map.of("articles", List.of("book"))).status()).isEqualTo(400);
    assertThat(shop.post("/orders", new Object[0]).status()).isEqualTo(400);
    assertThat(shop.get("/orders/0").status()).isEqualTo(404);
    assertThat(shop.approve("/orders/0").status()).isEqualTo(404);
  }
}
