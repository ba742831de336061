package dev.praetor.cli.workers;

import dev.praetor.cli.text.PrintableText;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.store.worker.StoredPool;
import tools.jackson.databind.node.ObjectNode;

/** Writes pools as lines and as JSON, with the members that they have in GraphQL. */
final class PoolText {
  private PoolText() {}

  static ObjectNode write(StoredPool pool, ObjectNode into) {
    into.put("name", pool.name());
    pool.pause()
        .ifPresentOrElse(
            pause ->
                into.putObject("pause")
                    .put("by", pause.by())
                    .put("why", pause.why())
                    .put("since", pause.since().toString()),
            () -> into.putNull("pause"));
    pool.limit().ifPresentOrElse(n -> into.put("limit", n), () -> into.putNull("limit"));
    into.put("running", pool.queue().running()).put("waiting", pool.queue().waiting());
    pool.queue()
        .oldest()
        .ifPresentOrElse(due -> into.put("oldest", due.toString()), () -> into.putNull("oldest"));
    return into.put("workers", pool.workers());
  }

  /** Returns what a pool does now, after its name. */
  static String line(StoredPool pool) {
    StringBuilder line = new StringBuilder();
    line.append(pool.workers() == 1 ? "1 worker" : "%,d workers".formatted(pool.workers()));
    line.append("  %,d running".formatted(pool.queue().running()));
    pool.limit().ifPresent(n -> line.append(" of at most %,d".formatted(n)));
    line.append("  %,d waiting".formatted(pool.queue().waiting()));
    pool.queue()
        .oldest()
        .ifPresent(due -> line.append(", the oldest since " + TimeFormat.local(due)));
    pool.pause()
        .ifPresent(pause -> {
          line.append("  paused since " + TimeFormat.local(pause.since()));
          line.append(pause.by().isEmpty() ? "" : " by " + pause.by());
          line.append(pause.why().isEmpty() ? "" : ": " + pause.why());
        });
    return PrintableText.line(line.toString());
  }
}
