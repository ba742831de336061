package dev.praetor.store.query;

import dev.praetor.store.db.QueryRunner;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lists the entities of one kind. Thread-safe.
 *
 * @param columns the columns that are read, of the table as {@code t0}
 */
record Listing<R>(
    QueryRunner query, Entity entity, String columns, QueryRunner.RowMapper<R> reading) {
  /** An entity with its place in the order of its list. */
  record Placed<R>(R row, Cursor place) {}

  Page<R> page(PageRequest request) {
    QueryCheck.check(entity, request.where());
    TotalOrder order = TotalOrder.of(entity, request.orderBy());
    Optional<Cursor> after = request.after().map(text -> Cursor.read(text, order));
    SqlText sql = new SqlText();
    select(sql, order, request.where(), after, request.first() + 1);
    return page(
        query.all(sql.text(), sql.bound(), row -> placed(row, order)), request.first(), order);
  }

  /** Writes the statement that selects the first entities of a list. */
  private void select(
      SqlText sql, TotalOrder order, Condition where, Optional<Cursor> after, int most) {
    Dialect dialect = Dialect.of(query.database());
    Scope scope = Scope.outermost(entity);
    sql.add("SELECT ").add(columns);
    for (int i = 0; i < order.orders().size(); i++) {
      sql.add(", " + scope.of(order.orders().get(i).field()) + " AS k" + i);
    }
    from(sql, scope, where);
    SeekSql seek = new SeekSql(dialect, sql, order, scope);
    after.ifPresent(cursor -> {
      sql.add(" AND ");
      seek.after(cursor);
    });
    sql.add(" ORDER BY ");
    seek.orderBy();
    sql.add(" LIMIT ?", most);
  }

  private void from(SqlText sql, Scope scope, Condition where) {
    sql.add(" FROM ")
        .add(Tables.of(entity))
        .add(" t0 WHERE ")
        .add(Tables.restriction(scope))
        .add(" AND ");
    new ConditionSql(Dialect.of(query.database()), sql).write(where, scope);
  }

  private Placed<R> placed(ResultSet row, TotalOrder order) throws SQLException {
    List<@Nullable Object> key = new ArrayList<>();
    for (int i = 0; i < order.orders().size(); i++) {
      boolean text = Column.of(order.orders().get(i).field()).text();
      Object value = text ? row.getString("k" + i) : (Object) row.getLong("k" + i);
      key.add(row.wasNull() ? null : value);
    }
    return new Placed<>(reading.read(row), new Cursor(key));
  }

  private static <R> Page<R> page(List<Placed<R>> rows, int first, TotalOrder order) {
    List<Placed<R>> nodes = rows.size() > first ? rows.subList(0, first) : rows;
    return new Page<>(
        nodes.stream().map(Placed::row).toList(),
        nodes.isEmpty() ? Optional.empty() : Optional.of(nodes.getLast().place().write(order)),
        rows.size() > first);
  }

  CappedCount count(Condition where) {
    QueryCheck.check(entity, where);
    SqlText sql = new SqlText().add("SELECT count(*) FROM (SELECT 1 AS one");
    from(sql, Scope.outermost(entity), where);
    sql.add(" LIMIT ?) counted", CappedCount.MOST + 1);
    int n = query.all(sql.text(), sql.bound(), row -> row.getInt(1)).getFirst();
    return new CappedCount(Math.min(n, CappedCount.MOST), n > CappedCount.MOST);
  }
}
