package dev.praetor.engine.codec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Collections as arrays, in their order. A collection of another kind than its declared type, such
 * as a set that is declared as a collection, or one with an order of its own, states its kind.
 */
final class CollectionCodec extends Codec {
  /** The greatest number of elements, so that reading an endless collection ends. */
  static final int MOST = 1 << 24;

  private static final int COPIED_AT_ONCE = 32;
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
    if (actual.isUnordered() && Canonical.isWantedBy(out)) {
      Canonical.sorted(all, element).forEach(out::writeRawValue);
    } else {
      writeElements(all, actual, out);
    }
    out.writeEndArray();
    if (tagged) {
      Tags.end(out);
    }
  }

  private void writeElements(Collection<?> all, CollectionKind actual, JsonGenerator out)
      throws NotCarried {
    Elements elements = new Elements(all, actual);
    while (elements.hasNext()) {
      try {
        element.writeNullable(elements.next(), out);
      } catch (NotCarried e) {
        throw e.in("[" + elements.index() + "]");
      }
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
    Collection<@Nullable Object> all = actual.make(order, 10);
    for (int index = 0; in.nextToken() != JsonToken.END_ARRAY; index++) {
      try {
        add(element.readNullable(in), all);
      } catch (NotCarried e) {
        throw e.in("[" + index + "]");
      }
    }
    return checked(actual.complete(all));
  }

  private static void add(@Nullable Object value, Collection<@Nullable Object> to)
      throws NotCarried {
    try {
      if (!to.add(value) && to instanceof Set<?>) {
        throw new NotCarried("it is a set, and has an equal element before it");
      }
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
    if (!(value instanceof Collection<?> all)) {
      throw new NotCarried(
          "a " + value.getClass().getName() + " may be read only once; collect it to a List");
    }
    CollectionKind actual = CollectionKind.of(all);
    Elements elements = new Elements(all, actual);
    Collection<@Nullable Object> copy = actual.make(order(all), elements.size());
    while (elements.hasNext()) {
      try {
        add(element.copyNullable(elements.next()), copy);
      } catch (NotCarried e) {
        throw e.in("[" + elements.index() + "]");
      }
    }
    return checked(actual.complete(copy));
  }

  /**
   * Returns an equal collection for a reader that may change it. A long list is copied only when it
   * is changed, so that many readers of one list cost little.
   *
   * @param value a collection that is no longer changed
   */
  Object lend(Object value) throws NotCarried {
    boolean mayBeAnyList = declared.isInterface() && declared.isAssignableFrom(List.class);
    return mayBeAnyList && value instanceof ArrayList<?> list && list.size() > COPIED_AT_ONCE
        ? new LentList(list, element)
        : copy(value);
  }

  @Override
  boolean isImmutable(Set<Codec> asked) {
    return false;
  }

  @Override
  void describe(Shapes shapes) {
    shapes.add(kind + "<").add(element).add(">");
  }

  /** The elements of a collection of an author, whose size and iterator may not agree. */
  private static final class Elements {
    private final int size;
    private final boolean isFixed;
    private final Iterator<?> iterator;
    private int index = -1;

    Elements(Collection<?> all, CollectionKind kind) throws NotCarried {
      size = all.size();
      if (size < 0 || size > MOST) {
        throw new NotCarried("it says it has " + size + " elements; at most " + MOST + " are kept");
      }
      isFixed = kind.hasFixedSize();
      iterator = all.iterator();
    }

    int size() {
      return size;
    }

    int index() {
      return index;
    }

    boolean hasNext() throws NotCarried {
      boolean more = iterator.hasNext();
      int seen = index + 1;
      boolean isWrong = more ? seen >= (isFixed ? size : MOST) : isFixed && seen != size;
      if (isWrong) {
        throw new NotCarried(
            "it says it has "
                + size
                + " elements, and gives "
                + (more ? "more" : seen)
                + ": collect it to a List");
      }
      return more;
    }

    @Nullable Object next() {
      index++;
      return iterator.next();
    }
  }
}
