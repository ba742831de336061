package dev.praetor.engine.codec;

import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.TypeFactory;

/** Makes random types of values, nested in each other, each with values of it. */
@SuppressWarnings("JavaUtilDate") // Authors return such values.
public final class RandomValues {
  private static final TypeFactory TYPES = JsonMapper.shared().getTypeFactory();
  private final RandomGenerator random;

  public RandomValues(RandomGenerator random) {
    this.random = random;
  }

  /** A type, and a way to make values of it. */
  public record Kind(Type type, Maker maker) {}

  /** Makes values. */
  public interface Maker {
    @Nullable Object make();
  }

  public enum Colour {
    RED,
    GREEN {
      @Override
      public String toString() {
        return "as grass";
      }
    }
  }

  public record Point(int x, long y) {}

  public record Pair<A extends @Nullable Object, B extends @Nullable Object>(A a, B b) {}

  public record Tree(String name, List<Tree> children) {}

  public record Empty() {}

  public sealed interface Result<T extends @Nullable Object> {
    record Ok<T extends @Nullable Object>(T value) implements Result<T> {}

    record Bad<T extends @Nullable Object>(String why, int code) implements Result<T> {}
  }

  /** A class that is no record. */
  public static final class Counter {
    private int count;
    private @Nullable String name;

    Counter() {}

    Counter(int count, @Nullable String name) {
      this.count = count;
      this.name = name;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Counter it
          && it.count == count
          && java.util.Objects.equals(it.name, name);
    }

    @Override
    public int hashCode() {
      return count;
    }
  }

  public Kind kind(int depth) {
    return depth == 0 || random.nextInt(4) == 0 ? simple() : composed(depth - 1);
  }

  private Kind simple() {
    List<Kind> all =
        List.of(
            new Kind(boolean.class, random::nextBoolean),
            new Kind(Byte.class, () -> (byte) random.nextInt()),
            new Kind(short.class, () -> (short) random.nextInt()),
            new Kind(Integer.class, random::nextInt),
            new Kind(long.class, random::nextLong),
            new Kind(
                float.class,
                () -> pick(0.1f, -0.0f, Float.NaN, Float.MIN_VALUE, random.nextFloat())),
            new Kind(
                Double.class,
                () -> pick(-0.0, Double.NaN, Double.NEGATIVE_INFINITY, random.nextDouble())),
            new Kind(char.class, () -> (char) random.nextInt(0x10000)),
            new Kind(String.class, this::text),
            new Kind(BigInteger.class, () -> new BigInteger(200, java.util.Random.from(random))),
            new Kind(
                BigDecimal.class,
                () -> BigDecimal.valueOf(random.nextLong(), random.nextInt(-40, 40))),
            new Kind(Instant.class, this::instant),
            new Kind(ZonedDateTime.class, () -> instant().atZone(zone())),
            new Kind(OffsetDateTime.class, () -> instant().atOffset(ZoneOffset.ofHours(-7))),
            new Kind(OffsetTime.class, () -> OffsetTime.of(1, 2, 3, 4, ZoneOffset.ofHours(2))),
            new Kind(LocalDateTime.class, () -> LocalDateTime.ofInstant(instant(), ZoneOffset.UTC)),
            new Kind(LocalDate.class, () -> LocalDate.ofEpochDay(random.nextInt(-99999, 99999))),
            new Kind(
                LocalTime.class, () -> LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000_000L))),
            new Kind(Duration.class, () -> Duration.ofNanos(random.nextLong())),
            new Kind(Period.class, () -> Period.of(random.nextInt(99), -3, random.nextInt(99))),
            new Kind(Year.class, () -> Year.of(random.nextInt(-9999, 99999))),
            new Kind(YearMonth.class, () -> YearMonth.of(2026, random.nextInt(1, 13))),
            new Kind(MonthDay.class, () -> MonthDay.of(2, 29)),
            new Kind(ZoneId.class, this::zone),
            new Kind(ZoneOffset.class, () -> ZoneOffset.ofTotalSeconds(random.nextInt(-999, 999))),
            new Kind(Date.class, () -> new Date(random.nextLong(1L << 45))),
            new Kind(UUID.class, () -> new UUID(random.nextLong(), random.nextLong())),
            new Kind(URI.class, () -> URI.create("https://example.org/a?b=" + random.nextInt())),
            new Kind(Path.class, () -> Path.of(pick("a/b", "/c", "..", ""))),
            new Kind(Locale.class, () -> pick(Locale.ROOT, Locale.forLanguageTag("zh-Hant-TW"))),
            new Kind(Currency.class, () -> Currency.getInstance("EUR")),
            new Kind(BitSet.class, () -> BitSet.valueOf(new long[] {random.nextLong()})),
            new Kind(Class.class, () -> pick(int.class, String.class, Point.class, byte[].class)),
            new Kind(byte[].class, () -> text().getBytes(java.nio.charset.StandardCharsets.UTF_8)),
            new Kind(int[].class, () -> random.ints(3).toArray()),
            new Kind(Colour.class, () -> pick(Colour.RED, Colour.GREEN)),
            new Kind(Point.class, () -> new Point(random.nextInt(), random.nextLong())),
            new Kind(Empty.class, Empty::new),
            new Kind(Counter.class, () -> new Counter(random.nextInt(), pick("a", null))),
            new Kind(Tree.class, () -> tree(3)),
            new Kind(OptionalInt.class, () -> pick(OptionalInt.empty(), OptionalInt.of(3))),
            new Kind(OptionalLong.class, () -> OptionalLong.of(random.nextLong())),
            new Kind(
                OptionalDouble.class, () -> pick(OptionalDouble.empty(), OptionalDouble.of(.1))),
            new Kind(Object.class, this::anything),
            new Kind(Number.class, () -> pick(1, 2L, 0.5, new BigDecimal("1.10"), (short) 3)),
            new Kind(Comparable.class, () -> pick(1, 2L, "x", Instant.EPOCH)));
    return all.get(random.nextInt(all.size()));
  }

  private @Nullable Object anything() {
    return switch (random.nextInt(6)) {
      case 0 -> null;
      case 1 -> List.of(1, "a", 2L);
      case 2 -> Map.of("a", 1L);
      case 3 -> Map.of(1, "a");
      case 4 -> new Pair<>(new Point(1, 2), Set.of("x"));
      default -> simpleNotOpen();
    };
  }

  private @Nullable Object simpleNotOpen() {
    return pick(5L, 0.5f, 'c', "@", Instant.EPOCH, new Point(1, 2), Colour.GREEN, Optional.of(1));
  }

  private Kind composed(int depth) {
    Kind inner = kind(depth);
    Kind other = kind(depth);
    JavaType type = TYPES.constructType(inner.type());
    JavaType otherType = TYPES.constructType(other.type());
    return switch (random.nextInt(15)) {
      case 0 -> new Kind(of(List.class, type), () -> many(inner, new ArrayList<>()));
      case 1 -> new Kind(of(Collection.class, type), () -> collection(inner));
      case 2 -> new Kind(of(Set.class, type), () -> set(inner));
      case 3 ->
          new Kind(
              of(SortedSet.class, TYPES.constructType(String.class)),
              () -> sorted(pick(null, Collections.reverseOrder())));
      case 4 -> new Kind(of(Optional.class, type), () -> Optional.ofNullable(inner.maker().make()));
      case 5 -> new Kind(of(Map.class, otherType, type), () -> map(other, inner));
      case 6 ->
          new Kind(
              of(Map.class, TYPES.constructType(String.class), type),
              () -> map(new Kind(String.class, this::text), inner));
      case 7 ->
          new Kind(
              of(Pair.class, type, otherType),
              () -> new Pair<>(inner.maker().make(), other.maker().make()));
      case 8 -> new Kind(of(Result.class, type), () -> result(inner));
      case 9 -> new Kind(TYPES.constructArrayType(type), () -> array(type, inner));
      case 10 ->
          new Kind(
              of(Map.class, TYPES.constructType(Colour.class), type),
              () -> map(new Kind(Colour.class, () -> Colour.GREEN), inner));
      case 11 -> new Kind(of(Iterable.class, type), () -> many(inner, new ArrayList<>()));
      case 12 ->
          new Kind(
              of(TreeMap.class, TYPES.constructType(Integer.class), type),
              () -> new TreeMap<>(map(new Kind(Integer.class, random::nextInt), inner)));
      case 13 -> new Kind(of(LinkedHashSet.class, type), () -> set(inner));
      default -> new Kind(of(Map.Entry.class, type, otherType), () -> entry(inner, other));
    };
  }

  /** Returns the type of lists of a type. */
  public static Type listOf(Type element) {
    return of(List.class, TYPES.constructType(element));
  }

  private static JavaType of(Class<?> raw, JavaType... arguments) {
    return TYPES.constructParametricType(raw, arguments);
  }

  private Object result(Kind inner) {
    return random.nextBoolean()
        ? new Result.Ok<>(inner.maker().make())
        : new Result.Bad<>(text(), random.nextInt());
  }

  private Object entry(Kind inner, Kind other) {
    return new java.util.AbstractMap.SimpleEntry<>(inner.maker().make(), other.maker().make());
  }

  private Object array(JavaType type, Kind inner) {
    Object array = Array.newInstance(type.getRawClass(), random.nextInt(4));
    for (int i = 0; i < Array.getLength(array); i++) {
      Array.set(array, i, inner.maker().make());
    }
    return array;
  }

  private <C extends Collection<@Nullable Object>> C many(Kind inner, C into) {
    int size = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      into.add(inner.maker().make());
    }
    return into;
  }

  private Collection<?> collection(Kind inner) {
    return random.nextBoolean() ? many(inner, new ArrayList<>()) : set(inner);
  }

  private Set<@Nullable Object> set(Kind inner) {
    return many(inner, new LinkedHashSet<@Nullable Object>());
  }

  private SortedSet<String> sorted(java.util.@Nullable Comparator<String> order) {
    SortedSet<String> set = new TreeSet<>(order);
    set.addAll(List.of("b", "a", "C"));
    return set;
  }

  private Map<@Nullable Object, @Nullable Object> map(Kind key, Kind value) {
    Map<@Nullable Object, @Nullable Object> map =
        random.nextBoolean() ? new LinkedHashMap<>() : new HashMap<>();
    int size = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      map.put(key.maker().make(), value.maker().make());
    }
    return map;
  }

  private Tree tree(int depth) {
    List<Tree> children = new ArrayList<>();
    for (int i = random.nextInt(3); depth > 0 && i > 0; i--) {
      children.add(tree(depth - 1));
    }
    return new Tree(text(), children);
  }

  private Instant instant() {
    return pick(
        Instant.EPOCH,
        Instant.ofEpochSecond(random.nextLong(-1L << 32, 1L << 32), random.nextInt(999_999_999)));
  }

  private ZoneId zone() {
    return ZoneId.of(pick("Europe/Berlin", "America/New_York", "UTC", "+02:00"));
  }

  private String text() {
    return pick("", "a", "@", "\"\\\n", "größe", "\u0000", "\uD83D", "\uD83D\uDE00", "null", "{}");
  }

  @SafeVarargs
  private <T extends @Nullable Object> T pick(T... all) {
    return all[random.nextInt(all.length)];
  }
}
