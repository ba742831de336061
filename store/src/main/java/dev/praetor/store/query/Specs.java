package dev.praetor.store.query;

import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.query.sql.SqlText;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the descriptions of versions of flows. */
record Specs(QueryRunner query) {
  private static final int MOST = 500;

  Map<String, String> of(Collection<String> versions) {
    Map<String, String> specs = new LinkedHashMap<>();
    List<String> all = versions.stream().distinct().toList();
    for (int from = 0; from < all.size(); from += MOST) {
      SqlText sql =
          new SqlText()
              .add("SELECT hash, spec FROM flow_version WHERE hash IN (")
              .list(all.subList(from, Math.min(from + MOST, all.size())))
              .add(")");
      List<String> _ =
          query.all(
              sql.text(),
              sql.bound(),
              row -> {
                specs.put(row.getString("hash"), row.getString("spec"));
                return row.getString("hash");
              });
    }
    return specs;
  }
}
