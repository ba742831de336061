package dev.praetor.worker.runner;

import dev.praetor.engine.AttemptSlots;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.write.OwnSlots;
import java.util.Set;

/** The slots of limited tags over all runs of the server. Thread-safe. */
record RemoteSlots(RemoteSession session, OwnSlots own) implements AttemptSlots {
  @Override
  public boolean concern(Set<String> tags) {
    Set<String> limited = tags.isEmpty() ? Set.of() : session.limitedTags();
    return !limited.isEmpty() && tags.stream().map(StorableText::plain).anyMatch(limited::contains);
  }

  @Override
  public Ticket claim(Request request, Answers answers) {
    return own.claim(request, answers);
  }
}
