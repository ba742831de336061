package dev.praetor.engine.cache;

import dev.praetor.Cache;
import dev.praetor.RunId;
import dev.praetor.engine.codec.Codecs;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.codec.ValueCodec;
import dev.praetor.engine.graph.CapturedText;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.Sha256;
import dev.praetor.engine.secret.Masker;
import dev.praetor.engine.task.TaskDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            .map(name -> "shared " + Sha256.of(name))
            .orElseGet(() -> Sha256.of(run.flow()) + " " + task.name());
    String type = task.resultType().getTypeName() + " " + codec.shape();
    String scope =
        String.join(
            " ",
            who,
            "@" + Sha256.of(task.identity().version()),
            cache.basis().name(),
            Sha256.of(type));
    List<String> inputs = new ArrayList<>();
    if (cache.key().isPresent()) {
      inputs.add(Sha256.of(codecs.comparable(cache.key().get().apply(Arrays.asList(arguments)))));
    } else {
      for (int i = 0; i < arguments.length; i++) {
        inputs.add(Sha256.of(text(codecs, arguments[i], i)));
      }
    }
    String captured = CapturedText.of(codecs, task.signature().captured(), cache.key().isPresent());
    if (!captured.isEmpty()) {
      inputs.add(Sha256.of(captured));
    }
    switch (cache.basis()) {
      case INPUTS, KEY -> {}
      case PARAMETERS ->
          inputs.add(Sha256.of(codecs.comparable(new LinkedHashMap<>(run.parameters()))));
      case RUN -> inputs.add(run.id().toString());
    }
    return new CacheStore.Request(
        run.id(),
        Sha256.of(scope),
        Sha256.of(scope + "\n" + String.join("\n", inputs)),
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
}
