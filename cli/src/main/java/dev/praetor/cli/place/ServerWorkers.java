package dev.praetor.cli.place;

import dev.praetor.client.Filter;
import dev.praetor.client.Listing;
import dev.praetor.client.PraetorClient;
import dev.praetor.client.model.PoolInfo;
import dev.praetor.client.model.WorkerInfo;
import dev.praetor.store.model.StoredWorker;
import dev.praetor.store.model.WorkerOffer;
import dev.praetor.store.model.WorkerRunner;
import dev.praetor.store.model.WorkerState;
import dev.praetor.store.worker.StoredPool;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The workers of a server. */
record ServerWorkers(PraetorClient client) implements WorkerBook {
  /** The number of workers on a page, each with the processes and log lines that it costs. */
  private static final int PAGE = 200;

  @Override
  public List<KnownWorker> list(boolean all, int most) {
    Filter alive = Filter.of("state", "_neq", WorkerState.ENDED.name());
    return read(all ? Filter.ALL : alive, most);
  }

  @Override
  public List<KnownWorker> named(String name) {
    return read(Filter.is("name", name), PAGE);
  }

  @Override
  public List<KnownWorker> findByPrefix(String idPrefix) {
    return read(Filter.of("id", "_like", idPrefix + "%"), PAGE);
  }

  private List<KnownWorker> read(Filter where, int most) {
    return client
        .workers()
        .all(Listing.where(where).withFirst(Math.min(most, PAGE)))
        .limit(most)
        .map(ServerWorkers::known)
        .toList();
  }

  private static KnownWorker known(WorkerInfo worker) {
    Map<Long, Integer> runs = new HashMap<>();
    Map<String, List<String>> flows = new HashMap<>();
    for (WorkerInfo.Runner runner : worker.runners()) {
      runs.put(runner.pid(), runner.running());
      flows.put(runner.code(), runner.flows());
    }
    return new KnownWorker(stored(worker), runs, flows);
  }

  private static StoredWorker stored(WorkerInfo worker) {
    WorkerInfo.Offer offer = worker.offer();
    WorkerInfo.Place place = worker.place();
    WorkerInfo.Times times = worker.times();
    return new StoredWorker(
        worker.id(),
        worker.name(),
        state(worker.state()),
        new WorkerOffer(offer.pools(), offer.labels(), offer.slots()),
        new StoredWorker.Place(place.host(), place.pid(), place.version()),
        new StoredWorker.Times(times.started(), times.heartbeat(), times.ended()),
        new StoredWorker.Report(
            worker.runners().stream()
                .map(runner ->
                    new WorkerRunner(runner.code(), runner.pid(), runner.started(), false))
                .toList(),
            worker.log()));
  }

  private static WorkerState state(WorkerInfo.State state) {
    return switch (state) {
      case RUNNING -> WorkerState.RUNNING;
      case DRAINING -> WorkerState.DRAINING;
      case ENDED -> WorkerState.ENDED;
    };
  }

  @Override
  public KnownWorker drain(KnownWorker worker) {
    return known(client.workers().drain(worker.worker().id()));
  }

  @Override
  public void delete(String id) {
    client.workers().delete(id);
  }

  @Override
  public List<StoredPool> pools() {
    return client.pools().list().stream().map(ServerWorkers::pool).toList();
  }

  private static StoredPool pool(PoolInfo pool) {
    return new StoredPool(
        pool.name(),
        pool.pause().map(pause -> new StoredPool.Pause(pause.by(), pause.why(), pause.since())),
        pool.limit(),
        new StoredPool.Queue(pool.queue().running(), pool.queue().waiting(), pool.queue().oldest()),
        pool.workers());
  }

  @Override
  public StoredPool pause(String pool, String why) {
    return pool(client.pools().pause(pool, why));
  }

  @Override
  public StoredPool resume(String pool) {
    return pool(client.pools().resume(pool));
  }

  @Override
  public StoredPool limit(String pool, Optional<Integer> most) {
    return pool(client.pools().limit(pool, most));
  }

  @Override
  public void close() {
    client.close();
  }
}
