package dev.praetor.examples.orders;

import java.util.List;
import java.util.stream.IntStream;

/**
 * An order that was placed. Each article is sent in a parcel of its own.
 *
 * @param run the id of the run that fulfils the order
 */
public record Order(long id, String customer, List<String> articles, String run) {
  public Order {
    articles = List.copyOf(articles);
  }

  List<Parcel> parcels() {
    return IntStream.range(0, articles.size())
        .mapToObj(i -> new Parcel(id, i + 1, articles.get(i)))
        .toList();
  }
}
