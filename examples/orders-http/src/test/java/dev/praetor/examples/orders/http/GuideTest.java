package dev.praetor.examples.orders.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.examples.orders.GuidePage;
import org.junit.jupiter.api.Test;

/** The page of the guide about this application. */
class GuideTest {
  @Test
  void the_page_shows_lines_of_the_application() throws Exception {
    String sources = GuidePage.sources("orders", "orders-http");
    assertThat(GuidePage.code("orders-http.md"))
        .isNotEmpty()
        .allSatisfy(code -> assertThat(sources).contains(code));
  }
}
