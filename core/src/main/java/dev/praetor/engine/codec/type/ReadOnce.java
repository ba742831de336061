package dev.praetor.engine.codec.type;

import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.Modifier;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.DirectoryStream;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.stream.BaseStream;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The types whose values are used up by reading them. */
public final class ReadOnce {
  private static final List<Class<?>> KINDS =
      List.of(
          Stream.class,
          IntStream.class,
          LongStream.class,
          DoubleStream.class,
          BaseStream.class,
          DirectoryStream.class,
          Iterator.class,
          Spliterator.class,
          Enumeration.class,
          InputStream.class,
          Reader.class,
          ReadableByteChannel.class);

  private ReadOnce() {}

  /** Returns the type by which people know a type whose values can be read only once. */
  public static Optional<Class<?>> kind(Class<?> type) {
    return KINDS.stream()
        .filter(kind -> kind.isAssignableFrom(type))
        .findFirst()
        .map(kind -> Modifier.isPublic(type.getModifiers()) ? type : kind);
  }
}
