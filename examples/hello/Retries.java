import static dev.praetor.Praetor.value;

import dev.praetor.Flow;
import dev.praetor.Retry;
import dev.praetor.Task;
import dev.praetor.TaskContext;
import java.io.IOException;
import java.time.Duration;

/** A service that fails at first: the task is retried, with growing delays. */
class Retries {
  static String fetch(String page) throws IOException {
    if (TaskContext.current().attempt() < 3) {
      throw new IOException("the server is busy");
    }
    return "the text of " + page;
  }

  static Flow<String> patient() {
    return Flow.define(
        "patient",
        flow ->
            Task.of(Retries::fetch)
                .retry(
                    Retry.times(4)
                        .exponential(Duration.ofMillis(50), Duration.ofSeconds(2))
                        .on(IOException.class))
                .timeout(Duration.ofSeconds(10))
                .call(value("index.html")));
  }
}
