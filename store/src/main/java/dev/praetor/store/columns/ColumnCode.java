package dev.praetor.store.columns;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Packs columns into bytes: the number of task runs, the texts, and for each column its length and
 * its numbers. Of a number the difference to its neighbour is written, with the number of times
 * that it follows itself: indexes and equal states are a few bytes, times two or three each.
 * Differences are variable-length numbers, seven bits a byte, as in Protocol Buffers.
 */
public final class ColumnCode {
  private static final int FORMAT = 1;
  private static final int MOST = 1 << 26;

  private ColumnCode() {}

  /** Packs columns, all of which must be there. */
  static byte[] pack(TaskRunColumns columns) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(FORMAT);
    write(out, columns.size());
    for (TaskRunColumn column : TaskRunColumn.values()) {
      if (column.isText()) {
        List<String> texts = columns.texts(column);
        write(out, texts.size());
        texts.forEach(text -> bytes(out, text.getBytes(StandardCharsets.UTF_8)));
      }
    }
    for (TaskRunColumn column : TaskRunColumn.values()) {
      bytes(out, numbers(columns, column));
    }
    return out.toByteArray();
  }

  private static byte[] numbers(TaskRunColumns columns, TaskRunColumn column) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long[] numbers = columns.numbers(column);
    int i = 0;
    while (i < columns.size()) {
      long code = code(columns, column, numbers, i);
      int from = i;
      do {
        i++;
      } while (i < columns.size() && code(columns, column, numbers, i) == code);
      write(out, code);
      write(out, i - from);
    }
    return out.toByteArray();
  }

  /** Returns 0 for no number, otherwise the difference to its neighbour, never 0. */
  private static long code(TaskRunColumns columns, TaskRunColumn column, long[] numbers, int i) {
    long number = numbers[i];
    if (number == TaskRunColumns.ABSENT) {
      return 0;
    }
    long difference =
        switch (column) {
          case NODE, STATE, ATTEMPTS -> number;
          case INDEX, CREATED -> number - (i == 0 ? 0 : numbers[i - 1]);
          case STARTED -> number - columns.numbers(TaskRunColumn.CREATED)[i];
          case ENDED -> {
            long started = columns.numbers(TaskRunColumn.STARTED)[i];
            long created = columns.numbers(TaskRunColumn.CREATED)[i];
            yield number - (started == TaskRunColumns.ABSENT ? created : started);
          }
        };
    return (difference << 1 ^ difference >> 63) + 1;
  }

  /**
   * Reads packed columns.
   *
   * @param wanted the columns that are read
   * @throws IllegalArgumentException if these are no packed columns
   */
  public static TaskRunColumns unpack(byte[] packed, Set<TaskRunColumn> wanted) {
    try {
      ByteBuffer in = ByteBuffer.wrap(packed);
      if (in.get() != FORMAT) {
        throw new IllegalArgumentException("columns in another format");
      }
      int size = count(in);
      Map<TaskRunColumn, List<String>> texts = new EnumMap<>(TaskRunColumn.class);
      for (TaskRunColumn column : TaskRunColumn.values()) {
        if (column.isText()) {
          texts.put(column, texts(in));
        }
      }
      Map<TaskRunColumn, long[]> numbers = new EnumMap<>(TaskRunColumn.class);
      for (TaskRunColumn column : TaskRunColumn.values()) {
        ByteBuffer own = part(in);
        if (isNeeded(column, wanted)) {
          numbers.put(column, numbers(own, column, size, numbers));
        }
      }
      return new TaskRunColumns(size, texts, numbers);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("columns that end too early", e);
    }
  }

  /** Returns whether a column is wanted, or is the base of a wanted column. */
  private static boolean isNeeded(TaskRunColumn column, Set<TaskRunColumn> wanted) {
    return wanted.contains(column)
        || switch (column) {
          case CREATED ->
              wanted.contains(TaskRunColumn.STARTED) || wanted.contains(TaskRunColumn.ENDED);
          case STARTED -> wanted.contains(TaskRunColumn.ENDED);
          case NODE, STATE, INDEX, ATTEMPTS, ENDED -> false;
        };
  }

  private static long[] numbers(
      ByteBuffer in, TaskRunColumn column, int size, Map<TaskRunColumn, long[]> others) {
    long[] created = others.getOrDefault(TaskRunColumn.CREATED, new long[0]);
    long[] started = others.getOrDefault(TaskRunColumn.STARTED, new long[0]);
    long[] numbers = new long[size];
    long last = 0;
    int i = 0;
    while (i < size) {
      long code = read(in);
      int until = i + count(in);
      if (until <= i || until > size) {
        throw new IllegalArgumentException("columns of different lengths");
      }
      boolean isAbsent = code == 0;
      long folded = code - 1;
      long difference = folded >>> 1 ^ -(folded & 1);
      for (; i < until; i++) {
        long base =
            switch (column) {
              case NODE, STATE, ATTEMPTS -> 0;
              case INDEX, CREATED -> last;
              case STARTED -> created[i];
              case ENDED -> started[i] == TaskRunColumns.ABSENT ? created[i] : started[i];
            };
        last = isAbsent ? TaskRunColumns.ABSENT : base + difference;
        numbers[i] = last;
      }
    }
    return numbers;
  }

  private static List<String> texts(ByteBuffer in) {
    List<String> texts = new ArrayList<>();
    for (int n = count(in); n > 0; n--) {
      ByteBuffer text = part(in);
      texts.add(StandardCharsets.UTF_8.decode(text).toString());
    }
    return texts;
  }

  private static ByteBuffer part(ByteBuffer in) {
    int length = count(in);
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer part = in.slice(in.position(), length);
    in.position(in.position() + length);
    return part;
  }

  private static int count(ByteBuffer in) {
    long count = read(in);
    if (count < 0 || count > MOST) {
      throw new IllegalArgumentException("columns with a length of " + count);
    }
    return (int) count;
  }

  private static long read(ByteBuffer in) {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = in.get();
      number |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw new IllegalArgumentException("columns with a number that does not end");
  }

  private static void write(ByteArrayOutputStream out, long number) {
    long rest = number;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static void bytes(ByteArrayOutputStream out, byte[] bytes) {
    write(out, bytes.length);
    out.writeBytes(bytes);
  }
}
