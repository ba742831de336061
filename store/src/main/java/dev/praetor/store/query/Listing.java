package dev.praetor.store.query;

import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.InvalidQuery;
import dev.praetor.store.query.condition.Order;
import dev.praetor.store.query.scan.PlaceRange;
import dev.praetor.store.query.sql.Column;
import dev.praetor.store.query.sql.ConditionSql;
import dev.praetor.store.query.sql.Cursor;
import dev.praetor.store.query.sql.Dialect;
import dev.praetor.store.query.sql.QueryCheck;
import dev.praetor.store.query.sql.Scope;
import dev.praetor.store.query.sql.SeekSql;
import dev.praetor.store.query.sql.SqlText;
import dev.praetor.store.query.sql.TotalOrder;
import dev.praetor.store.query.sql.VisibleProjects;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the entities of one kind. Thread-safe.
 *
 * @param projects returns the projects whose things are listed
 * @param columns the columns that are read, of the table as {@code t0}
 */
record Listing<R>(
    QueryRunner query,
    Supplier<VisibleProjects> projects,
    Entity entity,
    String columns,
    QueryRunner.RowMapper<R> reading) {
  private static final Logger LOG = LoggerFactory.getLogger(Listing.class);
  private static final int MOST_BRANCHES = 50;
  private static final int MOST_BOUND = 20_000;
  private static final int MOST_KEYS = 200;

  /** An entity with its place in the order of its list. */
  record Placed<R>(Optional<R> row, Cursor place) {}

  Page<R> page(PageRequest request) {
    TotalOrder order = TotalOrder.of(entity, request.orderBy());
    SqlText sql = statement(request, order);
    return page(query.all(sql.text(), sql.bound(), row -> placed(row, order)), request, order);
  }

  /** Returns the statement that selects a page and one entity more. */
  SqlText statement(PageRequest request, TotalOrder order) {
    QueryCheck.check(entity, request.where());
    SqlText sql = new SqlText();
    select(sql, "", request.where(), range(request, order));
    return sql;
  }

  /** Returns the part of a list that a page needs: the page, and one entity more. */
  static PlaceRange range(PageRequest request, TotalOrder order) {
    Optional<Cursor> after = request.after().map(text -> Cursor.read(text, order));
    Optional<Cursor> before =
        request
            .before()
            .filter(text -> !text.equals(PageRequest.END))
            .map(text -> Cursor.read(text, order));
    if (after.isPresent() && before.isPresent() && !after.get().precedes(before.get(), order)) {
      throw new InvalidQuery(
          "'before'", "nothing lies between 'after' and 'before': 'after' comes first", "");
    }
    return new PlaceRange(order, after, before, request.isBackwards(), request.first() + 1);
  }

  /**
   * Returns a page of the entities that belong to each of several others, in few statements.
   *
   * @param owned the condition that an entity belongs to another one
   * @param byDefault the order if none is requested
   */
  <K> Map<K, Page<R>> pages(
      Collection<K> owners,
      Function<K, Condition> owned,
      PageRequest request,
      List<Order> byDefault) {
    QueryCheck.check(entity, request.where());
    TotalOrder order = TotalOrder.of(entity, request.orderBy(), byDefault);
    PlaceRange range = range(request, order);
    Map<K, List<Placed<R>>> found = new LinkedHashMap<>();
    owners.forEach(owner -> found.put(owner, new ArrayList<>()));
    each(
        List.copyOf(found.keySet()),
        (sql, owner, number) ->
            select(
                sql,
                ", %d AS branch".formatted(number),
                Condition.and(owned.apply(owner), request.where()),
                range),
        (sql, all) -> {
          sql.add(" ORDER BY ");
          seek(sql, range).orderByKeys();
          List<Boolean> _ =
              query.all(
                  sql.text(),
                  sql.bound(),
                  row ->
                      Objects.requireNonNull(found.get(all.get(row.getInt("branch"))))
                          .add(placed(row, order)));
        });
    Map<K, Page<R>> pages = new LinkedHashMap<>();
    found.forEach((owner, rows) -> pages.put(owner, page(rows, request, order)));
    return pages;
  }

  /** Writes the statement that is a branch of a larger one, for one owner. */
  private interface Branch<K> {
    void write(SqlText sql, K owner, int number);
  }

  /** Executes a statement made of a branch for each owner. */
  private interface Execution<K> {
    void run(SqlText sql, List<K> owners);
  }

  /** Makes statements of one branch for each owner, as few as the number of bound values allows. */
  private static <K> void each(List<K> owners, Branch<K> branch, Execution<K> execution) {
    int from = 0;
    while (from < owners.size()) {
      SqlText sql = new SqlText().add("SELECT * FROM (");
      int to = from;
      while (to < owners.size()
          && to - from < MOST_BRANCHES
          && (to == from || sql.bound().size() * (to - from + 1) / (to - from) < MOST_BOUND)) {
        sql.add(to == from ? "SELECT * FROM (" : " UNION ALL SELECT * FROM (");
        branch.write(sql, owners.get(to), to - from);
        sql.add(") p" + (to - from));
        to++;
      }
      sql.add(") pages");
      execution.run(sql, owners.subList(from, to));
      from = to;
    }
  }

  /** Returns the number of entities that belong to each of several others, and meet a condition. */
  <K> Map<K, CappedCount> counts(
      Collection<K> owners, Function<K, Condition> owned, Condition where) {
    QueryCheck.check(entity, where);
    Map<K, CappedCount> counts = new LinkedHashMap<>();
    each(
        owners.stream().distinct().toList(),
        (sql, owner, number) ->
            count(
                sql, ", %d AS branch".formatted(number), Condition.and(owned.apply(owner), where)),
        (sql, all) -> {
          List<CappedCount> _ =
              query.all(
                  sql.text(),
                  sql.bound(),
                  row -> {
                    CappedCount count = capped(row.getInt("n"));
                    counts.put(all.get(row.getInt("branch")), count);
                    return count;
                  });
        });
    return counts;
  }

  CappedCount count(Condition where) {
    QueryCheck.check(entity, where);
    SqlText sql = new SqlText();
    count(sql, "", where);
    return query.all(sql.text(), sql.bound(), row -> capped(row.getInt("n"))).getFirst();
  }

  private void count(SqlText sql, String branch, Condition where) {
    sql.add("SELECT count(*) AS n" + branch + " FROM (SELECT 1 AS one");
    from(sql, Scope.outermost(entity), where);
    sql.add(" LIMIT ?) counted", CappedCount.MOST + 1);
  }

  private static CappedCount capped(int n) {
    return new CappedCount(Math.min(n, CappedCount.MOST), n > CappedCount.MOST);
  }

  /** Returns all entities whose field has one of the values, by their keys. */
  <K> Map<K, R> byKey(Collection<K> keys, Function<List<K>, Condition> any, Function<R, K> key) {
    Map<K, R> found = new LinkedHashMap<>();
    List<K> all = keys.stream().distinct().toList();
    for (int from = 0; from < all.size(); from += MOST_KEYS) {
      List<K> some = all.subList(from, Math.min(from + MOST_KEYS, all.size()));
      SqlText sql = new SqlText().add("SELECT ").add(columns);
      from(sql, Scope.outermost(entity), any.apply(some));
      query.all(sql.text(), sql.bound(), this::readable).stream()
          .flatMap(Optional::stream)
          .forEach(row -> found.put(key.apply(row), row));
    }
    return found;
  }

  /** Writes the statement that selects the first entities of a list. */
  private void select(SqlText sql, String branch, Condition where, PlaceRange range) {
    TotalOrder order = range.order();
    Scope scope = Scope.outermost(entity);
    sql.add("SELECT ").add(columns).add(branch);
    for (int i = 0; i < order.orders().size(); i++) {
      sql.add(", " + scope.of(order.orders().get(i).field()) + " AS k" + i);
    }
    from(sql, scope, where);
    SeekSql seek = seek(sql, range);
    range
        .after()
        .ifPresent(cursor -> {
          sql.add(" AND ");
          seek.after(cursor);
        });
    range
        .before()
        .ifPresent(cursor -> {
          sql.add(" AND ");
          seek.before(cursor);
        });
    sql.add(" ORDER BY ");
    seek.orderBy();
    sql.add(" LIMIT ?", range.most());
  }

  private SeekSql seek(SqlText sql, PlaceRange range) {
    return new SeekSql(
        Dialect.of(query.database()),
        sql,
        range.order(),
        Scope.outermost(entity),
        range.backwards());
  }

  private void from(SqlText sql, Scope scope, Condition where) {
    new ConditionSql(Dialect.of(query.database()), sql, projects.get()).from(scope, where);
  }

  private Placed<R> placed(ResultSet row, TotalOrder order) throws SQLException {
    List<@Nullable Object> key = new ArrayList<>();
    for (int i = 0; i < order.orders().size(); i++) {
      boolean text = Column.of(order.orders().get(i).field()).text();
      Object value = text ? row.getString("k" + i) : (Object) row.getLong("k" + i);
      key.add(row.wasNull() ? null : value);
    }
    return new Placed<>(readable(row), new Cursor(key));
  }

  /** Reads a row; a row whose id is damaged is left out, so that it does not hide the others. */
  private Optional<R> readable(ResultSet row) throws SQLException {
    try {
      return Optional.of(reading.read(row));
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("a {} is left out, because its id is damaged", entity.label());
      return Optional.empty();
    }
  }

  static <R> Page<R> page(List<Placed<R>> rows, PageRequest request, TotalOrder order) {
    boolean hasMore = rows.size() > request.first();
    boolean backwards = request.isBackwards();
    List<Placed<R>> found = hasMore ? rows.subList(0, request.first()) : rows;
    List<Placed<R>> nodes = backwards ? found.reversed() : found;
    return new Page<>(
        nodes.stream().map(Placed::row).flatMap(Optional::stream).toList(),
        nodes.stream().findFirst().map(first -> first.place().write(order)),
        nodes.isEmpty() ? Optional.empty() : Optional.of(nodes.getLast().place().write(order)),
        backwards ? hasMore : request.after().isPresent(),
        backwards ? !request.before().equals(Optional.of(PageRequest.END)) : hasMore);
  }
}
