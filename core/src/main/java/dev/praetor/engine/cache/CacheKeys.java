package dev.praetor.engine.cache;

import dev.praetor.Cache;
import dev.praetor.RunId;
import dev.praetor.engine.codec.Codecs;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.codec.ValueCodec;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.secret.Masker;
import dev.praetor.engine.task.CapturedValues;
import dev.praetor.engine.task.TaskDefinition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Computes the keys of cached results: SHA-256 over the identity of the task, the shape of its
 * result, and the canonical texts of its inputs. Keys have a bounded length.
 */
public final class CacheKeys {
  private CacheKeys() {}

  /** The run that a result is requested for. */
  public record InRun(
      RunId id, String flow, Map<String, @Nullable Object> parameters, Codecs codecs) {}

  /**
   * Returns the request for the result of a task run.
   *
   * @throws NotCarried if an input has no text; the message states which input
   */
  public static CacheStore.Request request(InRun run, GraphNode node, @Nullable Object[] arguments)
      throws Exception {
    TaskDefinition task = node.task().orElseThrow();
    Cache cache = task.policy().cache().orElseThrow();
    ValueCodec codec = node.results().orElseThrow();
    Codecs codecs = run.codecs();
    // Hashes, so that no part can be taken for the end of another one.
    String who =
        cache
            .shared()
            .map(name -> "shared " + hash(name))
            .orElseGet(() -> hash(run.flow()) + " " + task.name());
    String type = task.resultType().getTypeName() + " " + codec.shape();
    String scope =
        String.join(
            " ", who, "@" + hash(task.identity().version()), cache.basis().name(), hash(type));
    List<String> inputs = new ArrayList<>();
    if (cache.key().isPresent()) {
      inputs.add(hash(codecs.comparable(cache.key().get().apply(Arrays.asList(arguments)))));
    } else {
      for (int i = 0; i < arguments.length; i++) {
        inputs.add(hash(text(codecs, arguments[i], i)));
      }
    }
    String captured = captured(codecs, task.signature().captured(), cache.key().isPresent());
    if (!captured.isEmpty()) {
      inputs.add(hash(captured));
    }
    switch (cache.basis()) {
      case INPUTS, KEY -> {}
      case PARAMETERS -> inputs.add(hash(codecs.comparable(new LinkedHashMap<>(run.parameters()))));
      case RUN -> inputs.add(run.id().toString());
    }
    return new CacheStore.Request(
        hash(scope),
        hash(scope + "\n" + String.join("\n", inputs)),
        inputs,
        cache.longest(),
        cache.exclusive(),
        codec);
  }

  private static String text(Codecs codecs, @Nullable Object argument, int index)
      throws NotCarried {
    try {
      return codecs.comparable(argument);
    } catch (NotCarried e) {
      throw e.in("input " + (index + 1) + " of a cached task (give it a key with Cache.byKey)");
    }
  }

  /**
   * Returns the text of the values that belong to the code of a task; empty if none can be
   * compared. Services, which are no records, are compared as far as they can be. If the author
   * gives a key, only a record counts whose method the task is.
   */
  private static String captured(Codecs codecs, CapturedValues captured, boolean hasKey)
      throws NotCarried {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < captured.values().size(); i++) {
      int index = i;
      captured(codecs, captured.values().get(i), captured.byLambda(), hasKey)
          .ifPresent(one -> text.append(index).append(' ').append(hash(one)).append('\n'));
    }
    return text.toString();
  }

  private static Optional<String> captured(
      Codecs codecs, @Nullable Object value, boolean byLambda, boolean hasKey) throws NotCarried {
    if (!byLambda && value instanceof Record) {
      return Optional.of(codecs.comparable(value));
    }
    if (hasKey) {
      return Optional.empty();
    }
    return byLambda ? codecs.lastingLikeness(value) : codecs.likeness(value);
  }

  /**
   * Returns whether a value contains a secret, or may contain one because it cannot be written as
   * text.
   */
  static boolean hasSecret(ValueCodec codec, @Nullable Object value, Masker masker) {
    if (masker.isEmpty()) {
      return false;
    }
    try {
      String json = codec.text(value);
      return !masker.maskJson(json).equals(json);
    } catch (NotCarried e) {
      return true;
    }
  }

  private static String hash(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
