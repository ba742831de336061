package dev.praetor.engine.cache;

import org.jspecify.annotations.Nullable;

/** A cache that keeps nothing, so that every result is computed. */
final class NoCache implements CacheStore {
  @Override
  public Claim claim(Request request) {
    return () -> {};
  }

  @Override
  public Lookup find(Request request) {
    return new Lookup.Miss("nothing is kept");
  }

  @Override
  public void put(Request request, @Nullable Object value, Maker by) {}
}
