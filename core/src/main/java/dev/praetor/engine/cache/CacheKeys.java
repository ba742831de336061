package dev.praetor.engine.cache;

import dev.praetor.Cache;
import dev.praetor.RunId;
import dev.praetor.engine.secret.Masker;
import dev.praetor.engine.task.TaskDefinition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Computes the keys of cached results: SHA-256 over canonical JSON (sorted properties and map
 * keys).
 */
public final class CacheKeys {
  private static final JsonMapper CANONICAL =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private CacheKeys() {}

  public static CacheStore.Request request(
      TaskDefinition task,
      @Nullable Object[] arguments,
      Map<String, @Nullable Object> parameters,
      RunId run)
      throws Exception {
    Cache cache = task.policy().cache().orElseThrow();
    String scope = task.name() + "@" + task.identity().version() + "/" + cache.basis();
    List<String> inputs =
        switch (cache.basis()) {
          case INPUTS -> hashes(Arrays.asList(arguments));
          case PARAMETERS -> hashes(List.of(parameters));
          case RUN -> List.of(run.toString());
          case KEY -> List.of(hash(cache.key().orElseThrow().apply(Arrays.asList(arguments))));
        };
    return new CacheStore.Request(
        scope,
        scope + "/" + hash(inputs),
        inputs,
        cache.longest(),
        cache.exclusive(),
        task.signature().result());
  }

  /**
   * Returns whether a value contains a secret, or may contain one because it cannot be written as
   * JSON.
   */
  static boolean hasSecret(@Nullable Object value, Masker masker) {
    if (masker.isEmpty()) {
      return false;
    }
    try {
      String json = CANONICAL.writeValueAsString(value);
      return !masker.mask(json).equals(json);
    } catch (JacksonException e) {
      return true;
    }
  }

  private static List<String> hashes(List<?> values) {
    List<String> hashes = new ArrayList<>();
    for (Object value : values) {
      hashes.add(hash(value));
    }
    return hashes;
  }

  private static String hash(@Nullable Object value) {
    try {
      byte[] json = CANONICAL.writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
