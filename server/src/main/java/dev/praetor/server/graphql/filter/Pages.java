package dev.praetor.server.graphql.filter;

import dev.praetor.store.query.CappedCount;
import dev.praetor.store.query.Page;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.Order;
import graphql.schema.DataFetchingEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the arguments of lists. */
public final class Pages {
  private Pages() {}

  /**
   * A page, and its count, which is computed only if it is asked for.
   *
   * @param where the condition of the whole list
   */
  public record Counted(Page<?> page, Condition where, Function<Condition, CappedCount> counting) {

    /** Returns the number of entries of the whole list. */
    public CappedCount count() {
      return counting.apply(where);
    }
  }

  /**
   * Returns the request of a list.
   *
   * @param also what must hold beside the condition of the caller
   */
  public static PageRequest request(
      Entity entity, DataFetchingEnvironment environment, Condition also) {
    Condition where = Filters.read(entity, environment.getArgument("where"));
    Integer first = environment.getArgument("first");
    return new PageRequest(
        also.equals(Condition.ALWAYS) ? where : Condition.and(also, where),
        orders(entity, environment),
        first == null ? 0 : first,
        Optional.ofNullable(environment.getArgument("after")),
        Optional.ofNullable(environment.getArgument("before")));
  }

  private static List<Order> orders(Entity entity, DataFetchingEnvironment environment) {
    List<Order> orders = new ArrayList<>();
    if (environment.containsArgument("orderBy")) {
      List<Map<String, @Nullable Object>> given = environment.getArgument("orderBy");
      for (Map<String, @Nullable Object> each :
          given == null ? List.<Map<String, @Nullable Object>>of() : given) {
        orders.add(
            new Order(
                Objects.requireNonNull(
                    FieldNames.fields(entity).get(String.valueOf(each.get("field")))),
                "desc".equals(each.get("direction"))));
      }
    }
    return orders;
  }
}
