package dev.praetor.store.columns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Columns come back from bytes as they were packed, and damaged bytes are refused. */
class TaskRunColumnsTest {
  private static final Set<TaskRunColumn> ALL = EnumSet.allOf(TaskRunColumn.class);
  private static final long SEED = 77;
  private static final List<Long> SPECIAL =
      List.of(0L, -1L, 1L, 1L << 40, -(1L << 40), Long.MAX_VALUE / 4, Long.MIN_VALUE / 4);

  private final SplittableRandom random = new SplittableRandom(SEED);

  private long number(TaskRunColumn column, int texts) {
    if (column.isText()) {
      return random.nextInt(texts);
    }
    boolean isOptional = column == TaskRunColumn.STARTED || column == TaskRunColumn.ENDED;
    return switch (random.nextInt(4)) {
      case 0 -> isOptional ? TaskRunColumns.ABSENT : 3;
      case 1 -> SPECIAL.get(random.nextInt(SPECIAL.size()));
      case 2 -> 7;
      default -> 1_767_000_000_000_000L + random.nextInt(1_000_000);
    };
  }

  private TaskRunColumns random(int size) {
    List<String> texts = List.of("send", "", "ü😀", "send[1]");
    Map<TaskRunColumn, long[]> numbers = new EnumMap<>(TaskRunColumn.class);
    for (TaskRunColumn column : ALL) {
      LongStream values = IntStream.range(0, size).mapToLong(_ -> number(column, texts.size()));
      numbers.put(column, values.toArray());
    }
    return new TaskRunColumns(
        size, Map.of(TaskRunColumn.NODE, texts, TaskRunColumn.STATE, texts), numbers);
  }

  @Test
  void columns_come_back_as_they_were_packed_whichever_are_wanted() {
    for (int size = 0; size < 200; size++) {
      TaskRunColumns columns = random(size);
      Set<TaskRunColumn> wanted = EnumSet.noneOf(TaskRunColumn.class);
      ALL.stream().filter(_ -> random.nextBoolean()).forEach(wanted::add);
      TaskRunColumns found = ColumnCode.unpack(ColumnCode.pack(columns), wanted);
      assertThat(found.size()).isEqualTo(size);
      assertThat(found.texts()).isEqualTo(columns.texts());
      for (TaskRunColumn column : wanted) {
        assertThat(found.numbers(column)).as("%s", column).isEqualTo(columns.numbers(column));
      }
    }
  }

  @Test
  void a_thousand_equal_task_runs_take_a_few_bytes_each() {
    int size = 1_000;
    Map<TaskRunColumn, long[]> numbers = new EnumMap<>(TaskRunColumn.class);
    for (TaskRunColumn column : ALL) {
      long[] values = new long[size];
      Arrays.setAll(values, i -> column == TaskRunColumn.INDEX ? i : column.isText() ? 0 : 5);
      numbers.put(column, values);
    }
    Map<TaskRunColumn, List<String>> texts =
        Map.of(TaskRunColumn.NODE, List.of("send"), TaskRunColumn.STATE, List.of("Success"));
    assertThat(ColumnCode.pack(new TaskRunColumns(size, texts, numbers))).hasSizeLessThan(80);
  }

  @Test
  void damaged_bytes_are_refused_and_never_read_beyond_their_end() {
    byte[] packed = ColumnCode.pack(random(50));
    for (int length = 0; length < packed.length; length++) {
      byte[] cut = Arrays.copyOf(packed, length);
      assertThatThrownBy(() -> ColumnCode.unpack(cut, ALL))
          .as("%d of %d bytes", length, packed.length)
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (int i = 0; i < 5_000; i++) {
      byte[] changed = packed.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      try {
        assertThat(ColumnCode.unpack(changed, ALL).size()).isNotNegative();
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageStartingWith("columns ");
      }
    }
  }
}
