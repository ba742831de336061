package dev.praetor.engine.codec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Collections as arrays, in their order. One of another kind than its declared type has by itself,
 * such as a set that is declared as a collection, or one with an order of its own, says so.
 */
final class CollectionCodec extends Codec {
  private final Class<?> declared;
  private final CollectionKind kind;
  private final Codec element;

  CollectionCodec(Class<?> declared, CollectionKind kind, Codec element) {
    this.declared = declared;
    this.kind = kind;
    this.element = element;
  }

  @Override
  void write(Object value, JsonGenerator out) throws NotCarried {
    if (!(value instanceof Collection<?> all)) {
      throw new NotCarried(
          "a " + value.getClass().getName() + " may be read only once; collect it to a List");
    }
    CollectionKind actual = CollectionKind.of(all);
    Order order = order(all);
    boolean tagged = actual != kind || order != Order.NATURAL;
    if (tagged) {
      String suffix = order == Order.NATURAL ? "" : "/" + order;
      Tags.begin(actual + suffix, out);
    }
    out.writeStartArray();
    int index = 0;
    for (Object each : all) {
      try {
        element.writeNullable(each, out);
      } catch (NotCarried e) {
        throw e.in("[" + index + "]");
      }
      index++;
    }
    out.writeEndArray();
    if (tagged) {
      Tags.end(out);
    }
  }

  private static Order order(Collection<?> value) throws NotCarried {
    return value instanceof SortedSet<?> sorted ? Order.of(sorted.comparator()) : Order.NATURAL;
  }

  @Override
  Object read(JsonParser in) throws NotCarried {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      return elements(kind, Order.NATURAL, in);
    }
    String tag = Tags.read(in);
    Tags.value(in);
    int slash = tag.indexOf('/');
    CollectionKind actual = kind(slash < 0 ? tag : tag.substring(0, slash));
    Object all =
        elements(actual, slash < 0 ? Order.NATURAL : Order.named(tag.substring(slash + 1)), in);
    Tags.close(in);
    return all;
  }

  private static CollectionKind kind(String name) throws NotCarried {
    for (CollectionKind each : CollectionKind.values()) {
      if (each.name().equals(name)) {
        return each;
      }
    }
    throw new NotCarried("there is no kind of collection " + Texts.shortened(name));
  }

  private Object elements(CollectionKind actual, Order order, JsonParser in) throws NotCarried {
    expect(in, JsonToken.START_ARRAY);
    Collection<@Nullable Object> all = actual.make(declared, order);
    for (int index = 0; in.nextToken() != JsonToken.END_ARRAY; index++) {
      try {
        add(element.readNullable(in), all);
      } catch (NotCarried e) {
        throw e.in("[" + index + "]");
      }
    }
    return checked(all);
  }

  private static void add(@Nullable Object value, Collection<@Nullable Object> to)
      throws NotCarried {
    try {
      to.add(value);
    } catch (RuntimeException e) {
      throw new NotCarried("an element does not fit a " + to.getClass().getSimpleName() + ": " + e);
    }
  }

  private Object checked(Collection<@Nullable Object> all) throws NotCarried {
    if (!declared.isInstance(all)) {
      throw new NotCarried("a " + all.getClass().getName() + " is no " + declared.getName());
    }
    return all;
  }

  @Override
  Object copy(Object value) throws NotCarried {
    Collection<?> all = (Collection<?>) value;
    Collection<@Nullable Object> copy = CollectionKind.of(all).make(declared, order(all));
    if (copy instanceof ArrayList<@Nullable Object> list) {
      list.ensureCapacity(all.size());
    }
    for (Object each : all) {
      add(element.copyNullable(each), copy);
    }
    return checked(copy);
  }

  @Override
  boolean isImmutable(Set<Codec> asked) {
    return false;
  }

  @Override
  void describe(Shapes shapes) {
    shapes.add(kind + "<").add(element).add(">");
  }
}
