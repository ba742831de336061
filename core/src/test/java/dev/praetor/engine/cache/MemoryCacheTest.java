package dev.praetor.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.RunId;
import dev.praetor.engine.codec.ValueCodec;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MemoryCacheTest {
  private final MemoryCache cache = new MemoryCache(InstantSource.system());

  @Test
  void a_claim_that_is_neither_held_nor_awaited_is_removed() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      CacheStore.Claim claim = cache.claim(request("key-" + i));
      assertThat(cache.claimed()).isEqualTo(1);
      claim.close();
    }
    assertThat(cache.claimed()).isZero();
  }

  @Test
  void a_released_claim_goes_to_the_waiting_request() throws Exception {
    CacheStore.Claim first = cache.claim(request("key"));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> claimed = threads.submit(this::claimOnce);
      first.close();
      assertThat(claimed.get(10, TimeUnit.SECONDS)).isEqualTo(1);
    }
    assertThat(cache.claimed()).isZero();
  }

  @Test
  void an_interrupted_wait_leaves_no_claim() throws Exception {
    CacheStore.Claim first = cache.claim(request("key"));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> cache.claim(request("key"))).isInstanceOf(InterruptedException.class);
    first.close();
    assertThat(cache.claimed()).isZero();
  }

  private int claimOnce() {
    try (CacheStore.Claim _ = cache.claim(request("key"))) {
      return cache.claimed();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static CacheStore.Request request(String key) {
    ValueCodec codec =
        ValueCodec.of(Integer.class, MemoryCacheTest.class.getClassLoader()).found().orElseThrow();
    return new CacheStore.Request(
        new RunId(new UUID(0, 1)), "task", key, List.of(), Optional.empty(), true, codec);
  }
}
