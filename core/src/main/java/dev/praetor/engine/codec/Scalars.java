package dev.praetor.engine.codec;

import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.FileSystems;
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
import java.util.Base64;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The types of the JDK whose values are one JSON token. */
@SuppressWarnings("JavaUtilDate") // Authors return such values.
final class Scalars {
  private static final Map<Class<?>, ScalarCodec> BY_CLASS = new LinkedHashMap<>();
  private static final Map<String, ScalarCodec> BY_NAME = new LinkedHashMap<>();

  static {
    add(Boolean.class, ScalarCodec.Form.BOOLEAN, Object::toString, Scalars::bool);
    add(Byte.class, ScalarCodec.Form.INTEGER, Object::toString, Byte::valueOf);
    add(Short.class, ScalarCodec.Form.INTEGER, Object::toString, Short::valueOf);
    add(Integer.class, ScalarCodec.Form.INTEGER, Object::toString, Integer::valueOf);
    add(Long.class, ScalarCodec.Form.INTEGER, Object::toString, Long::valueOf);
    add(BigInteger.class, ScalarCodec.Form.INTEGER, Object::toString, BigInteger::new);
    add(Float.class, ScalarCodec.Form.DECIMAL, Object::toString, Float::valueOf);
    add(Double.class, ScalarCodec.Form.DECIMAL, Object::toString, Double::valueOf);
    add(BigDecimal.class, ScalarCodec.Form.DECIMAL, Object::toString, BigDecimal::new);
    text(Character.class, Object::toString, Scalars::character);
    text(String.class, Object::toString, text -> text);
    text(Instant.class, Object::toString, Instant::parse);
    text(ZonedDateTime.class, Object::toString, ZonedDateTime::parse);
    text(OffsetDateTime.class, Object::toString, OffsetDateTime::parse);
    text(OffsetTime.class, Object::toString, OffsetTime::parse);
    text(LocalDateTime.class, Object::toString, LocalDateTime::parse);
    text(LocalDate.class, Object::toString, LocalDate::parse);
    text(LocalTime.class, Object::toString, LocalTime::parse);
    text(Duration.class, Object::toString, Duration::parse);
    text(Period.class, Object::toString, Period::parse);
    text(Year.class, Object::toString, text -> Year.of(Integer.parseInt(text)));
    text(YearMonth.class, Object::toString, Scalars::yearMonth);
    text(MonthDay.class, Object::toString, MonthDay::parse);
    text(ZoneOffset.class, Object::toString, ZoneOffset::of);
    text(ZoneId.class, Object::toString, ZoneId::of);
    text(UUID.class, Object::toString, UUID::fromString);
    text(URI.class, Object::toString, URI::create);
    text(Currency.class, Object::toString, Currency::getInstance);
    text(Locale.class, Locale::toLanguageTag, Locale::forLanguageTag);
    text(File.class, Object::toString, File::new);
    addText(Path.class, value -> path((Path) value), Path::of, true);
    addText(
        Date.class,
        value -> exactly(Date.class, value).toInstant().toString(),
        Scalars::date,
        false);
    addText(
        java.sql.Timestamp.class,
        value -> ((java.sql.Timestamp) value).toInstant().toString(),
        text -> java.sql.Timestamp.from(Instant.parse(text)),
        false);
    addText(Pattern.class, Scalars::pattern, Scalars::pattern, true);
    addText(
        BitSet.class,
        value -> base64(((BitSet) value).toByteArray()),
        text -> BitSet.valueOf(Base64.getDecoder().decode(text)),
        false);
    addText(GregorianCalendar.class, CalendarText::print, CalendarText::parse, false);
    addText(StringBuilder.class, Object::toString, StringBuilder::new, false);
    addText(byte[].class, Scalars::base64, Base64.getDecoder()::decode, false);
    addText(char[].class, value -> new String((char[]) value), String::toCharArray, false);
  }

  private Scalars() {}

  private static void add(
      Class<?> type,
      ScalarCodec.Form form,
      ScalarCodec.Printer printer,
      ScalarCodec.Parser parser) {
    put(type, new ScalarCodec(type, form, printer, parser, true));
  }

  @SuppressWarnings("unchecked")
  private static <T> void text(
      Class<T> type, Function<T, String> printer, Function<String, ? extends T> parser) {
    ScalarCodec.Printer checked =
        value -> {
          String text = printer.apply((T) value);
          if (!parser.apply(text).equals(value)) {
            throw new NotCarried(value + " is not equal to what its text is read as");
          }
          return text;
        };
    boolean needsCheck = type == Locale.class || type == URI.class || type == File.class;
    addText(type, needsCheck ? checked : value -> printer.apply((T) value), parser::apply, true);
  }

  private static void addText(
      Class<?> type, ScalarCodec.Printer printer, ScalarCodec.Parser parser, boolean immutable) {
    put(type, new ScalarCodec(type, ScalarCodec.Form.TEXT, printer, parser, immutable));
  }

  private static void put(Class<?> type, ScalarCodec codec) {
    BY_CLASS.put(type, codec);
    BY_NAME.put(codec.name(), codec);
  }

  private static Boolean bool(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static Character character(String text) {
    if (text.length() != 1) {
      throw new IllegalArgumentException(text);
    }
    return text.charAt(0);
  }

  /** Parses a month with a year of more than 4 digits too, to which its text adds no sign. */
  private static YearMonth yearMonth(String text) {
    int dash = text.lastIndexOf('-');
    return YearMonth.of(
        Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
  }

  private static Date exactly(Class<Date> type, Object value) throws NotCarried {
    if (value.getClass() != type) {
      throw new NotCarried("a " + value.getClass().getName() + " is more than the declared Date");
    }
    return type.cast(value);
  }

  private static Date date(String text) {
    return Date.from(Instant.parse(text));
  }

  private static String pattern(Object value) {
    Pattern pattern = (Pattern) value;
    return pattern.flags() + "/" + pattern.pattern();
  }

  private static Pattern pattern(String text) {
    int slash = text.indexOf('/');
    return Pattern.compile(text.substring(slash + 1), Integer.parseInt(text.substring(0, slash)));
  }

  private static String base64(Object bytes) {
    return Base64.getEncoder().encodeToString((byte[]) bytes);
  }

  private static String path(Path path) throws NotCarried {
    if (path.getFileSystem() != FileSystems.getDefault()) {
      throw new NotCarried("the path " + path + " is not of the default file system");
    }
    return path.toString();
  }

  /** Returns the codec of values of a class, if it is one of these. */
  static Optional<ScalarCodec> of(Class<?> type) {
    ScalarCodec exact = BY_CLASS.get(type);
    if (exact == null && Path.class.isAssignableFrom(type)) {
      exact = BY_CLASS.get(Path.class);
    } else if (exact == null && type == Calendar.class) {
      exact = BY_CLASS.get(GregorianCalendar.class);
    } else if (exact == null && ZoneId.class.isAssignableFrom(type)) {
      exact = BY_CLASS.get(ZoneId.class);
    }
    return Optional.ofNullable(exact);
  }

  static @Nullable ScalarCodec named(String name) {
    return BY_NAME.get(name);
  }
}
