package dev.praetor.cli.place;

import dev.praetor.Secret;
import dev.praetor.store.secret.StoredSecret;
import java.util.List;
import java.util.Optional;

/** The secrets of a place, whose values can be set and not be read. */
public interface SecretBook {
  /** Returns all secrets, in the order of their names; none if there is no store. */
  List<StoredSecret> list();

  /** Returns the runs that read a secret last, the last one first. */
  List<StoredSecret.Use> uses(String name, int most);

  /**
   * Sets a secret, and adds grants to flows.
   *
   * @param grants the flows; an empty one stands for all flows
   * @return true if the secret is new, false if its value was replaced
   */
  boolean set(Secret secret, String value, List<Optional<String>> grants);

  /** Deletes a secret; returns whether there was one. */
  boolean delete(String name);

  /**
   * Lets the runs of a flow read a secret.
   *
   * @param flow the flow; empty for all flows
   */
  void grant(String name, Optional<String> flow);

  /**
   * Takes a grant back.
   *
   * @param flow the flow; empty for the grant to all flows
   */
  void revoke(String name, Optional<String> flow);

  /**
   * Renews keys.
   *
   * @param master true for the master key, false for the keys that it encrypts
   */
  Rotated rotate(boolean master);

  /**
   * The outcome of a renewal.
   *
   * @param secrets the number of secrets that were encrypted again
   * @param keys the number of keys that were encrypted again
   * @param damaged the names of secrets that could not be decrypted, and stay as they are
   * @param file the file with a new master key, if this command wrote it
   */
  record Rotated(long secrets, long keys, List<String> damaged, Optional<String> file) {
    public Rotated {
      damaged = List.copyOf(damaged);
    }
  }
}
