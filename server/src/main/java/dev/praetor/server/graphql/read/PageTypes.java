package dev.praetor.server.graphql.read;

import dev.praetor.server.graphql.filter.Pages;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.query.CappedCount;
import dev.praetor.store.query.Page;
import java.util.ArrayList;
import java.util.List;

/** The code for pages of any list. */
final class PageTypes {
  private PageTypes() {}

  static List<TypeCode<?>> all() {
    List<TypeCode<?>> all = new ArrayList<>();
    for (String name :
        List.of(
            "FlowPage",
            "FlowVersionPage",
            "SchedulePage",
            "RunPage",
            "TaskRunPage",
            "LogPage",
            "WorkerPage",
            "EventPage",
            "KeyPage",
            "ProjectPage",
            "UserPage",
            "AuditPage",
            "SecretPage",
            "VariablePage")) {
      all.add(
          TypeCode.of(name, Pages.Counted.class)
              .field("nodes", counted -> counted.page().nodes())
              .field("pageInfo", Pages.Counted::page)
              .field("count", Pages.Counted::count));
    }
    all.add(
        TypeCode.of("PageInfo", Page.class)
            .field("startCursor", Page<?>::startCursor)
            .field("endCursor", Page<?>::endCursor)
            .field("hasPreviousPage", Page<?>::hasPreviousPage)
            .field("hasNextPage", Page<?>::hasNextPage));
    all.add(
        TypeCode.of("Count", CappedCount.class)
            .field("n", CappedCount::n)
            .field("orMore", CappedCount::orMore));
    return all;
  }
}
