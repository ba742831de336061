package dev.praetor.client;

import dev.praetor.client.model.Json;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A list of the server.
 *
 * @param name the name of the list in the schema
 * @param type the beginning of the names of its filter and order
 * @param fields the fields that are asked for of each entry
 * @param reader makes an entry from its fields
 */
record Lists<T>(
    GraphQl graphql, String name, String type, String fields, Function<Json, T> reader) {
  private static final String QUERY =
      """
      query ($where: %2$sFilter, $orderBy: [%2$sOrder!], $first: Int, $after: String) {
        %1$s(where: $where, orderBy: $orderBy, first: $first, after: $after) {
          nodes { %3$s } pageInfo { endCursor hasNextPage } } }\
      """;
  private static final String UNORDERED =
      """
      query ($where: %2$sFilter, $first: Int, $after: String) {
        %1$s(where: $where, first: $first, after: $after) {
          nodes { %3$s } pageInfo { endCursor hasNextPage } } }\
      """;

  /** Returns a page. */
  Page<T> page(Listing listing) {
    String query = listing.orderBy().isEmpty() ? UNORDERED : QUERY;
    Json page =
        new Json(graphql.data(query.formatted(name, type, fields), listing.variables()).path(name));
    Json info = page.at("pageInfo");
    return new Page<>(
        page.list("nodes", reader), info.optionalText("endCursor"), info.is("hasNextPage"));
  }

  /** Returns all entries, which are read page by page while the stream is consumed. */
  Stream<T> all(Listing listing) {
    return Stream.iterate(
            Optional.of(page(listing)),
            Optional::isPresent,
            page ->
                page.filter(Page::hasNextPage)
                    .flatMap(Page::endCursor)
                    .map(cursor -> page(listing.withAfter(cursor))))
        .flatMap(Optional::stream)
        .flatMap(page -> page.nodes().stream());
  }
}
