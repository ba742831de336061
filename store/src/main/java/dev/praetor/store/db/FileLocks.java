package dev.praetor.store.db;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks on files, held for the length of a transaction. The kernel releases them when a process
 * dies. All stores of this process that use the same file share one channel, because closing
 * another channel would release the lock, and a semaphore lets them take turns. Thread-safe.
 *
 * <p>The file contains a mark that a process is waiting, and the name of the last holder. A holder
 * that releases the lock while another process is waiting pauses for a moment, because the kernel
 * does not hand a lock over by itself.
 */
final class FileLocks {
  private static final Logger LOG = LoggerFactory.getLogger(FileLocks.class);
  private static final Duration WARN_AFTER = Duration.ofSeconds(2);
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int NAME = 1;
  private static final int LONGEST_NAME = 255;
  private static final Map<Path, Shared> OPEN = new HashMap<>();

  private FileLocks() {}

  /** Returns the lock on a file, which is created when the lock is first taken. */
  static WriterLock of(Path file, String holder) {
    Path key = file.toAbsolutePath().normalize();
    synchronized (OPEN) {
      Shared shared = OPEN.computeIfAbsent(key, Shared::new);
      shared.users++;
      return new User(shared, holder);
    }
  }

  /** A lock file, shared by all its users in this process. */
  private static final class Shared {
    private final Path file;
    private final Semaphore turn = new Semaphore(1, true);
    private int users;
    private @Nullable FileChannel channel;

    Shared(Path file) {
      this.file = file;
    }

    /**
     * Returns the open channel, for the thread that has the turn. A thread that is interrupted
     * while it waits closes the channel, so it may have to be opened again.
     */
    FileChannel channel() throws IOException {
      FileChannel open = channel;
      if (open == null || !open.isOpen()) {
        open =
            FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        channel = open;
      }
      return open;
    }

    void close() throws IOException {
      if (channel != null) {
        channel.close();
      }
    }
  }

  private static final class User implements WriterLock {
    private final Shared shared;
    private final ByteBuffer name;

    User(Shared shared, String holder) {
      this.shared = shared;
      byte[] text = holder.getBytes(StandardCharsets.UTF_8);
      this.name = ByteBuffer.allocate(LONGEST_NAME);
      name.put(text, 0, Math.min(text.length, LONGEST_NAME - 1)).put((byte) '\n').flip();
    }

    @Override
    public Held take() throws IOException {
      shared.turn.acquireUninterruptibly();
      try {
        FileChannel channel = shared.channel();
        FileLock lock = channel.tryLock();
        if (lock == null) {
          lock = waitFor(channel);
        }
        channel.write(name.duplicate(), NAME);
        return release(lock);
      } catch (IOException | RuntimeException e) {
        shared.turn.release();
        throw e;
      }
    }

    @Override
    public Optional<Held> tryTake() throws IOException {
      if (shared.turn.hasQueuedThreads() || !shared.turn.tryAcquire()) {
        return Optional.empty();
      }
      boolean taken = false;
      try {
        FileChannel channel = shared.channel();
        FileLock lock = isMarked(channel) ? null : channel.tryLock();
        if (lock == null) {
          return Optional.empty();
        }
        channel.write(name.duplicate(), NAME);
        taken = true;
        return Optional.of(() -> releaseAtOnce(lock));
      } finally {
        if (!taken) {
          shared.turn.release();
        }
      }
    }

    /** Releases the lock without a pause; a process that waits for it is seen by the next try. */
    private void releaseAtOnce(FileLock lock) throws IOException {
      try {
        lock.release();
      } finally {
        shared.turn.release();
      }
    }

    private FileLock waitFor(FileChannel channel) throws IOException {
      mark(channel, 1);
      CompletableFuture<Void> warning =
          CompletableFuture.runAsync(
              () -> warn(channel),
              CompletableFuture.delayedExecutor(WARN_AFTER.toMillis(), TimeUnit.MILLISECONDS));
      try {
        return channel.lock();
      } finally {
        warning.cancel(false);
      }
    }

    private void warn(FileChannel channel) {
      LOG.atWarn()
          .addKeyValue("lock", shared.file)
          .log(
              "waiting for {} s to write to the store: {} holds its lock {}. If that process hangs, end it",
              WARN_AFTER.toSeconds(),
              holder(channel),
              shared.file);
    }

    private static String holder(FileChannel channel) {
      ByteBuffer read = ByteBuffer.allocate(LONGEST_NAME);
      try {
        channel.read(read, NAME);
      } catch (IOException e) {
        return "another process";
      }
      String text = StandardCharsets.UTF_8.decode(read.flip()).toString();
      return text.lines().findFirst().orElse("another process");
    }

    private Held release(FileLock lock) {
      return () -> {
        boolean pauses = false;
        try {
          FileChannel channel = lock.acquiredBy() instanceof FileChannel it ? it : null;
          if (channel != null && isMarked(channel)) {
            mark(channel, 0);
            pauses = true;
          }
          lock.release();
        } finally {
          if (pauses) {
            LockSupport.parkNanos(PAUSE);
          }
          shared.turn.release();
        }
      };
    }

    private static boolean isMarked(FileChannel channel) throws IOException {
      ByteBuffer mark = ByteBuffer.allocate(1);
      return channel.read(mark, 0) == 1 && mark.get(0) == 1;
    }

    private static void mark(FileChannel channel, int value) throws IOException {
      channel.write(ByteBuffer.wrap(new byte[] {(byte) value}), 0);
    }

    @Override
    public void close() {
      synchronized (OPEN) {
        shared.users--;
        if (shared.users > 0) {
          return;
        }
        OPEN.remove(shared.file);
        try {
          shared.close();
        } catch (IOException e) {
          LOG.atDebug().setCause(e).log("the lock {} could not be closed", shared.file);
        }
      }
    }
  }
}
