package dev.praetor.engine.codec;

import dev.praetor.function.F1;
import java.io.StringWriter;
import java.io.Writer;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Carries the values of one declared type over a crash, a restart or a cache: what is read is equal
 * to what was written. Immutable and thread-safe.
 */
public final class ValueCodec {
  static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();
  private static final String TOO_DEEP = "it is nested too deep, or contains itself";
  private final Codec codec;
  private final String shape;
  private final boolean immutable;

  private ValueCodec(Codec codec) {
    this.codec = codec;
    this.shape = Shapes.of(codec);
    this.immutable = codec.isImmutable();
  }

  /** The codec of a type, or the reasons why there is none. */
  public sealed interface Made {
    /** Returns the codec, if there is one. */
    default Optional<ValueCodec> found() {
      return this instanceof Carried(ValueCodec codec) ? Optional.of(codec) : Optional.empty();
    }

    /** Values of the type can be carried. */
    record Carried(ValueCodec codec) implements Made {}

    /**
     * Values of the type cannot be carried.
     *
     * @param problems each as {@code path: reason}
     */
    record Refused(List<String> problems) implements Made {
      public Refused {
        problems = List.copyOf(problems);
      }
    }
  }

  /** Makes the codec of lists of values. */
  public static ValueCodec ofListsOf(ValueCodec elements) {
    return new ValueCodec(
        new CollectionCodec(Collection.class, CollectionKind.LIST, elements.codec));
  }

  /**
   * Makes a codec of any values that only writes them, to compare them by their texts. In addition
   * to other codecs it writes objects of which no equal one can be made.
   */
  static ValueCodec comparing(ClassLoader loader) {
    return new ValueCodec(new CodecFactory(loader, Purpose.COMPARE).of(Object.class));
  }

  /** Makes a codec of any values that copies them, and keeps the classes of their parts. */
  static ValueCodec lending(ClassLoader loader) {
    return new ValueCodec(new CodecFactory(loader, Purpose.LEND).of(Object.class));
  }

  /** Makes the codec of values in a text form of their author. */
  public static ValueCodec ofFormat(
      F1<Object, String> writer, F1<String, ? extends @Nullable Object> reader) {
    return new ValueCodec(new FormatCodec(writer, reader));
  }

  /**
   * Makes the codec of a type.
   *
   * @param loader finds the classes of values of which only a class above theirs is declared
   */
  public static Made of(Type type, ClassLoader loader) {
    CodecFactory factory = new CodecFactory(loader, Purpose.CARRY);
    Codec codec = factory.of(type);
    List<String> problems = factory.problems();
    return problems.isEmpty()
        ? new Made.Carried(new ValueCodec(codec))
        : new Made.Refused(problems);
  }

  /**
   * Writes a value as JSON.
   *
   * @throws NotCarried if it holds something that is only known to be possible now
   */
  public void write(@Nullable Object value, Writer to) throws NotCarried {
    try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), to)) {
      codec.writeNullable(value, out);
    } catch (JacksonException | StackOverflowError e) {
      throw new NotCarried(TOO_DEEP);
    }
  }

  /**
   * Checks a value that is written nowhere: a format of an author can tell only by writing it that
   * it cannot be written.
   *
   * @throws NotCarried if the format cannot write it
   */
  public void check(@Nullable Object value) throws NotCarried {
    if (codec instanceof FormatCodec) {
      text(value);
    }
  }

  /** Returns a value as JSON. */
  public String text(@Nullable Object value) throws NotCarried {
    StringWriter text = new StringWriter();
    write(value, text);
    return text.toString();
  }

  /**
   * Reads a value.
   *
   * @throws NotCarried if the text is not that of a value of this type as it is now
   */
  public @Nullable Object read(String json) throws NotCarried {
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), json)) {
      in.nextToken();
      Object value = codec.readNullable(in);
      if (in.nextToken() != null) {
        throw new NotCarried("something follows the value");
      }
      return value;
    } catch (JacksonException | StackOverflowError e) {
      throw new NotCarried("it is not JSON: " + e.getMessage());
    }
  }

  /**
   * Returns a text that equal values have in common, whatever the order of their sets and maps.
   *
   * @throws NotCarried if the value cannot be written
   */
  public String canonical(@Nullable Object value) throws NotCarried {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(Canonical.CONTEXT, text)) {
      codec.writeNullable(value, out);
    } catch (JacksonException | StackOverflowError e) {
      throw new NotCarried(TOO_DEEP);
    }
    return text.toString();
  }

  /**
   * Returns an equal value that shares no mutable part with the given one.
   *
   * @throws NotCarried if the value cannot be written
   */
  public @Nullable Object copy(@Nullable Object value) throws NotCarried {
    if (immutable) {
      return value;
    }
    try {
      return codec.copyNullable(value);
    } catch (StackOverflowError e) {
      throw new NotCarried(TOO_DEEP);
    }
  }

  /**
   * Returns the value that is kept of a returned one: an equal value that no other code can change.
   * An Iterable that may be readable only once is read into a list.
   *
   * @throws NotCarried if the value cannot be written
   * @throws InterruptedException if the thread is interrupted while it reads an Iterable
   */
  public @Nullable Object keep(@Nullable Object returned) throws NotCarried, InterruptedException {
    if (returned == null && codec.writesNull()) {
      throw new NotCarried("an Optional is null: return Optional.empty()");
    }
    return copy(codec instanceof CollectionCodec ? Iterables.listed(returned) : returned);
  }

  /**
   * Returns an equal value for a reader that may change it.
   *
   * @param kept a value that {@link #keep} or {@link #read} returned
   */
  public @Nullable Object lend(@Nullable Object kept) throws NotCarried {
    return kept != null && codec instanceof CollectionCodec all ? all.lend(kept) : copy(kept);
  }

  /** Returns whether values are written in a text form of their author. */
  public boolean isOfFormat() {
    return codec instanceof FormatCodec;
  }

  /** Returns whether values can be shared, as nothing in them can change. */
  public boolean isImmutable() {
    return immutable;
  }

  /** Returns a text that differs when the components, constants or members of the type do. */
  public String shape() {
    return shape;
  }
}
