package dev.praetor.server.http;

import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A request whose body has been read.
 *
 * @param variables the decoded parts of the path that the route leaves open, by their names
 * @param options the decoded options in the query of the address, by their names
 * @param lastEvent the id of the last event that the caller has seen, if it says so
 * @param address the address from which the request comes
 * @param body the body; empty if there is none
 */
public record Call(
    String method,
    String path,
    Map<String, String> variables,
    Map<String, String> options,
    Optional<String> lastEvent,
    String address,
    byte[] body) {
  public Call {
    variables = Map.copyOf(variables);
    options = Map.copyOf(options);
  }

  /** Returns a part of the path that the route leaves open. */
  public String variable(String name) {
    return Objects.requireNonNull(variables.get(name), name);
  }

  public Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  /**
   * Checks that there are no options but these.
   *
   * @throws RequestRefused if there are
   */
  public void requireOptions(Set<String> known) {
    for (String name : options.keySet()) {
      if (!known.contains(name)) {
        throw new RequestRefused(
            ApiCode.BAD_REQUEST,
            known.isEmpty()
                ? "there are no options here, but '%s' was given".formatted(name)
                : "there is no option '%s' here; the options are %s"
                    .formatted(name, known.stream().sorted().toList()));
      }
    }
  }

  /**
   * Returns the body as text.
   *
   * @throws RequestRefused if it is not UTF-8
   */
  public String text() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new RequestRefused(ApiCode.BAD_REQUEST, "the body of the request is not UTF-8");
    }
  }
}
