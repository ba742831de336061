package dev.praetor.store;

import dev.praetor.PraetorException;
import dev.praetor.RunId;
import dev.praetor.engine.Journal;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.codec.ValueCodec;
import dev.praetor.engine.secret.Masker;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A journal that loses its run after a number of batches, as if its process had been killed. */
final class CrashingJournal implements Journal {
  private final Journal journal;
  private final AtomicInteger left;

  CrashingJournal(Journal journal, int batches) {
    this.journal = journal;
    this.left = new AtomicInteger(batches);
  }

  @Override
  public CompletableFuture<?> begin(Start start) {
    if (left.get() <= 0) {
      throw new IllegalStateException("the process was killed"); // A run within a killed one.
    }
    return journal.begin(start);
  }

  @Override
  public void append(Batch batch, Receipt receipt) {
    if (left.getAndDecrement() > 0) {
      journal.append(batch, receipt);
    } else {
      receipt.refused("the process was killed");
    }
  }

  @Override
  public void appendAlone(Batch batch, Receipt receipt) {
    if (left.getAndDecrement() > 0) {
      journal.appendAlone(batch, receipt);
    } else {
      receipt.refused("the process was killed");
    }
  }

  @Override
  public boolean keepsProcessor() {
    return journal.keepsProcessor();
  }

  @Override
  public void watch(RunId run, Consumer<PraetorException> ending) {
    journal.watch(run, ending);
  }

  @Override
  public boolean owns(RunId run) {
    return journal.owns(run);
  }

  @Override
  public CompletableFuture<Void> confirmOwned(RunId run) {
    return journal.confirmOwned(run);
  }

  @Override
  public Optional<EncodedValue> encode(ValueCodec codec, @Nullable Object value, Masker masker)
      throws TooLarge, NotCarried {
    return journal.encode(codec, value, masker);
  }

  @Override
  public Optional<EncodedValue> absent(String why) {
    return journal.absent(why);
  }
}
