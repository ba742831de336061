package dev.praetor.store.access;

import java.time.Instant;
import java.util.List;

/**
 * A token with which a runner proves who it is, without its text. It opens what the runner needs
 * for its own runs, and nothing else.
 *
 * @param runner the id of the runner, which no other has
 * @param worker the worker that started the runner
 * @param code the SHA-256 of the package whose runs it runs
 * @param pools the pools of its runs
 * @param ends the time from which it is not accepted any more, which is moved while it is used
 * @param state its state when it was read
 */
public record RunnerToken(
    String runner, Worker worker, String code, List<String> pools, Instant ends, State state) {
  /**
   * The worker of a runner.
   *
   * @param name its name, as it is shown to users
   */
  public record Worker(String id, String name) {}

  /** The states of tokens; only an active one is accepted. */
  public enum State {
    ACTIVE,
    /** The runner or its worker has ended, or nothing was heard of the runner for a day. */
    ENDED,
    /** The key with which the worker asked for the token was revoked, or has expired. */
    WITHOUT_KEY,
    /** The worker was not heard for long. The token is accepted again when the worker is. */
    WITHOUT_WORKER
  }

  public RunnerToken {
    pools = List.copyOf(pools);
  }
}
