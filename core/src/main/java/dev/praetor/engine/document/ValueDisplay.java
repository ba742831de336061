package dev.praetor.engine.document;

import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.codec.ValueCodec;
import dev.praetor.engine.secret.Masker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Shows the values of one run. The code of values (getters, iterators, {@code toString}) is called
 * on a thread of its own and for a limited time, so that a value that throws, never ends or
 * contains itself hides nothing but itself. This is the only place where an object becomes JSON for
 * display. For one thread.
 */
public final class ValueDisplay {
  private static final int LONGEST = 16 << 20;
  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final Duration AS_A_WHOLE = Duration.ofSeconds(2);
  private static final int MOST_ABANDONED = 3;
  private final Masker masker;
  private ThreadPoolExecutor reader = newReader();
  private int abandoned;

  public ValueDisplay(Masker masker) {
    this.masker = masker;
  }

  /**
   * Shows a value as it is recorded.
   *
   * @param codec writes values of its type; empty if values of the type are not recorded
   */
  public DisplayedValue of(@Nullable Object value, Optional<ValueCodec> codec) {
    return isPlain(value) ? plain(value) : show(() -> read(value, codec));
  }

  public DisplayedValue of(@Nullable Object value) {
    return of(value, Optional.empty());
  }

  /**
   * Shows a value that code of the author computes.
   *
   * @param codec writes values of its type as they are recorded; empty if there is none
   */
  public DisplayedValue of(Callable<? extends @Nullable Object> value, Optional<ValueCodec> codec) {
    return show(() -> read(value.call(), codec));
  }

  /** Shows a value that code of the author computes, as its own {@code toString} describes it. */
  public DisplayedValue text(Callable<? extends @Nullable Object> value) {
    return show(() -> {
      Object read = value.call();
      if (read == null) {
        return plain(null);
      }
      try {
        return plain(read.toString());
      } catch (Throwable thrown) {
        return read(read, Optional.empty());
      }
    });
  }

  private DisplayedValue show(Callable<DisplayedValue> read) {
    if (abandoned == MOST_ABANDONED) {
      return DisplayedValue.absent("not read, because earlier values could not be read in time");
    }
    Future<DisplayedValue> shown = reader.submit(read);
    try {
      return shown.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable thrown = e.getCause() == null ? e : e.getCause();
      return DisplayedValue.absent(
          masker.mask("could not be read: " + ReadableParts.summary(thrown)));
    } catch (TimeoutException e) {
      abandoned++;
      reader.shutdownNow();
      reader = newReader();
      return DisplayedValue.absent("could not be read in " + LIMIT.toSeconds() + " s");
    } catch (InterruptedException e) {
      shown.cancel(true);
      Thread.currentThread().interrupt();
      return DisplayedValue.absent("not read, because the program was interrupted");
    }
  }

  /** Returns an executor of one thread, which ends when it has been idle for a second. */
  private static ThreadPoolExecutor newReader() {
    ThreadPoolExecutor reader =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("values").factory());
    reader.allowCoreThreadTimeOut(true);
    return reader;
  }

  private static boolean isPlain(@Nullable Object value) {
    return value == null
        || value instanceof String text && text.length() < LONGEST
        || value instanceof Boolean
        || value instanceof Integer
        || value instanceof Long
        || value instanceof Double;
  }

  private DisplayedValue plain(@Nullable Object value) {
    return DisplayedValue.of(DisplayJson.MAPPER.writeValueAsString(value), masker);
  }

  private DisplayedValue read(@Nullable Object value, Optional<ValueCodec> codec) {
    if (isPlain(value)) {
      return plain(value);
    }
    if (codec.isPresent()) {
      BoundedText recorded = new BoundedText(LONGEST, AS_A_WHOLE);
      try {
        codec.get().write(value, recorded);
        return DisplayedValue.of(recorded.toString(), masker);
      } catch (NotCarried | RuntimeException notRecorded) {
        return readParts(value);
      }
    }
    return readParts(value);
  }

  private DisplayedValue readParts(@Nullable Object value) {
    String type = value == null ? "null" : value.getClass().getName();
    BoundedText text = new BoundedText(LONGEST, AS_A_WHOLE);
    String why;
    try {
      if (value != null && value.getClass().isHidden()) { // Jackson would write {}.
        return value instanceof Iterable<?>
            ? DisplayedValue.of(
                new ReadableParts().read(value), "a lambda, which is not JSON", masker)
            : DisplayedValue.absent("a lambda, which is not JSON");
      }
      DisplayJson.MAPPER.writeValue(text, value);
      return DisplayedValue.of(text.toString(), masker);
    } catch (Throwable thrown) {
      why =
          text.isFull()
              ? "a " + type + " of more than " + LONGEST + " characters of JSON"
              : "a " + type + ", which is not JSON: " + ReadableParts.summary(thrown);
    }
    return DisplayedValue.of(new ReadableParts().read(value), why, masker);
  }
}
