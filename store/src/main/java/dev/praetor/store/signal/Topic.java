package dev.praetor.store.signal;

import java.util.Locale;
import java.util.Optional;

/** The kinds of changes that are signalled. */
public enum Topic {
  /** A run waits that did not wait before, or a waiting run may start that could not. */
  QUEUE,

  /** An order was given to a run. */
  ORDERS,

  /** A run has ended. */
  ENDS,

  /** A process has closed the store, so that others may resume its runs. */
  OWNERS,

  /** A flow was registered or archived, or its settings were changed. */
  FLOWS,

  /** A worker began, ended, or is to drain. */
  WORKERS;

  /** Returns the name of the topic on the line. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Topic> of(String text) {
    for (Topic topic : values()) {
      if (topic.text().equals(text)) {
        return Optional.of(topic);
      }
    }
    return Optional.empty();
  }
}
