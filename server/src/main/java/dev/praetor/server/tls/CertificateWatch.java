package dev.praetor.server.tls;

import dev.praetor.server.error.ServerFailed;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for a new pair in the files of a certificate until it is closed. It compares what they
 * contain, because files that are replaced through links keep their times. A pair is read when it
 * was the same in two looks: its files are not written at the same moment. Thread-safe.
 */
public final class CertificateWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private final CertificateFiles files;
  private final Consumer<CertificatePair> taken;
  private final CountDownLatch closed = new CountDownLatch(1);
  private CertificateFiles.Content decided;
  private CertificateFiles.Content seen;
  private String problem = "";

  private CertificateWatch(CertificateFiles files, Consumer<CertificatePair> taken) {
    this.files = files;
    this.taken = taken;
    this.decided = files.content();
    this.seen = decided;
  }

  /**
   * Begins to watch.
   *
   * @param taken gets each new pair that can be used, now the one in the files
   * @throws ServerFailed if the pair in the files cannot be used
   */
  public static CertificateWatch start(CertificateFiles files, Consumer<CertificatePair> taken) {
    CertificateWatch watch = new CertificateWatch(files, taken);
    taken.accept(files.pair(watch.decided));
    Thread.ofPlatform().daemon().name("praetor-certificate").start(watch::run);
    return watch;
  }

  private void run() {
    try {
      while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      CertificateFiles.Content now = files.content();
      boolean isSettled = now.equals(seen);
      seen = now;
      if (isSettled && !now.equals(decided)) {
        decided = now;
        CertificatePair pair = files.pair(now);
        taken.accept(pair);
        LOG.atInfo()
            .addKeyValue("subject", pair.subject())
            .log("the certificate is replaced; the new one ends at {}", pair.end());
      }
      problem = "";
    } catch (RuntimeException e) {
      // The pair in use stays: a server that cannot be reached helps nobody.
      report(e);
    }
  }

  private void report(RuntimeException e) {
    String text = String.valueOf(e.getMessage());
    if (!text.equals(problem)) {
      problem = text;
      LOG.atError().log("the new certificate is not used, the one before stays: {}", text);
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
