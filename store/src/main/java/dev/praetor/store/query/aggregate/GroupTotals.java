package dev.praetor.store.query.aggregate;

import dev.praetor.store.columns.TaskRunColumns;
import dev.praetor.store.query.condition.Condition.And;
import dev.praetor.store.query.scan.ColumnFilter;
import dev.praetor.store.query.scan.ColumnValues;
import dev.praetor.store.query.scan.TaskRunTaker;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Adds task runs up in groups. Not thread-safe. */
final class GroupTotals implements TaskRunTaker<List<@Nullable Object>> {
  private static final int MOST_GROUPS = 100_000;
  private static final long MOST_KEPT = 5_000_000;

  /**
   * A group.
   *
   * @param key the parts of its key in order; periods as their numbers
   */
  record Found(List<@Nullable Object> key, Totals totals) {}

  /** The number of the part of a key that runs have, and the numbers of the other parts. */
  private record Key(long[] parts) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && Arrays.equals(parts, key.parts);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(parts);
    }
  }

  private final ColumnPlan plan;
  private final List<Boolean> keeps;
  private final List<@Nullable KeyPart> parts = new ArrayList<>();
  private final List<KeyPart> ownParts;
  private final Map<List<@Nullable Object>, Integer> runKeys = new HashMap<>();
  private final List<List<@Nullable Object>> runKeyList = new ArrayList<>();
  private final Map<Key, Totals> groups = new HashMap<>();
  private long kept;

  GroupTotals(ColumnPlan plan) {
    this.plan = plan;
    this.keeps = plan.measures().stream().map(plan::wantsPercentiles).toList();
    plan.request()
        .groupBy()
        .forEach(by -> parts.add(ColumnPlan.isOfRun(by) ? null : new KeyPart(by)));
    this.ownParts = parts.stream().filter(Objects::nonNull).map(Objects::requireNonNull).toList();
  }

  /** Returns whether there are more groups or numbers than memory is meant for. */
  @Override
  public boolean isTooMuch() {
    return groups.size() > MOST_GROUPS || kept > MOST_KEPT;
  }

  @Override
  public List<@Nullable Object> key(ResultSet row) throws SQLException {
    return plan.keyOfRun(row);
  }

  /** Adds the task runs that meet the condition. */
  @Override
  public void take(String run, List<@Nullable Object> runKey, TaskRunColumns rows) {
    boolean isAll = plan.where().ofColumns().equals(new And(List.of()));
    if (isAll && ownParts.isEmpty() && plan.measures().isEmpty()) {
      totals(new Key(new long[] {place(runKey)})).add(rows.size());
      return;
    }
    BitSet chosen = ColumnFilter.holding(plan.where().ofColumns(), rows);
    long[][] own = ownParts.stream().map(part -> part.numbers(rows)).toArray(long[][]::new);
    long[][] measured =
        plan.measures().stream()
            .map(measure -> ColumnValues.of(((Measure.OfField) measure).field(), rows))
            .toArray(long[][]::new);
    long[] key = new long[own.length + 1];
    key[0] = place(runKey);
    @Nullable Totals last = null;
    for (int i = chosen.nextSetBit(0); i >= 0; i = chosen.nextSetBit(i + 1)) {
      boolean isSame = true;
      for (int part = 0; part < own.length; part++) {
        isSame &= key[part + 1] == own[part][i];
        key[part + 1] = own[part][i];
      }
      if (!isSame || last == null) {
        last = totals(new Key(key.clone()));
      }
      last.add(measured, i);
    }
    kept += keeps.contains(true) ? chosen.cardinality() : 0;
  }

  private Totals totals(Key key) {
    return groups.computeIfAbsent(key, _ -> new Totals(keeps));
  }

  private int place(List<@Nullable Object> runKey) {
    return runKeys.computeIfAbsent(
        runKey,
        key -> {
          runKeyList.add(key);
          return runKeyList.size() - 1;
        });
  }

  /** Returns the groups; without parts of keys there is always one. */
  List<Found> groups() {
    List<Found> found = new ArrayList<>();
    groups.forEach((key, totals) -> found.add(new Found(values(key), totals)));
    if (found.isEmpty() && plan.request().groupBy().isEmpty()) {
      found.add(new Found(List.of(), new Totals(keeps)));
    }
    return found;
  }

  private List<@Nullable Object> values(Key key) {
    List<@Nullable Object> ofRun = runKeyList.get((int) key.parts()[0]);
    List<@Nullable Object> values = new ArrayList<>();
    int run = 0;
    int own = 1;
    for (KeyPart part : parts) {
      values.add(part == null ? ofRun.get(run++) : part.value(key.parts()[own++]));
    }
    return values;
  }
}
