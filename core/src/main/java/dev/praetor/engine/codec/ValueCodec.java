package dev.praetor.engine.codec;

import java.io.StringWriter;
import java.io.Writer;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();
  private final Codec codec;
  private final String shape;

  private ValueCodec(Codec codec) {
    this.codec = codec;
    this.shape = Shapes.of(codec);
  }

  /** The codec of a type, or the reasons why there is none. */
  public sealed interface Made {
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

  /**
   * Makes the codec of a type.
   *
   * @param loader finds the classes of values of which only a class above theirs is declared
   */
  public static Made of(Type type, ClassLoader loader) {
    CodecFactory factory = new CodecFactory(loader);
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
      throw new NotCarried("it is nested too deep, or contains itself");
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

  /** Returns an equal value that shares no mutable part with the given one. */
  public @Nullable Object copy(@Nullable Object value) throws NotCarried {
    return codec.copyNullable(value);
  }

  /** Returns whether values can be shared, as nothing in them can change. */
  public boolean isImmutable() {
    return codec.isImmutable();
  }

  /** Returns a text that differs when the components, constants or members of the type do. */
  public String shape() {
    return shape;
  }

  /** Returns the value itself; where it may be readable only once, the list of its elements. */
  public @Nullable Object settled(@Nullable Object value) {
    boolean isDeclared = codec instanceof CollectionCodec;
    if (!isDeclared || !(value instanceof Iterable<?> all) || value instanceof Collection<?>) {
      return value;
    }
    List<@Nullable Object> elements = new ArrayList<>();
    all.forEach(elements::add);
    return elements;
  }
}
