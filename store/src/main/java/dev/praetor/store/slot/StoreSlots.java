package dev.praetor.store.slot;

import dev.praetor.engine.AttemptSlots;
import dev.praetor.store.write.OwnSlots;
import java.util.Set;

/** The slots of limited tags over all runs of a store. Thread-safe. */
public record StoreSlots(LimitedTags limited, OwnSlots own) implements AttemptSlots {
  @Override
  public boolean concern(Set<String> tags) {
    return limited.contain(tags);
  }

  @Override
  public Ticket claim(Request request, Answers answers) {
    return own.claim(request, answers);
  }
}
