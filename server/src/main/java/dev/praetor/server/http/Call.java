package dev.praetor.server.http;

import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A request whose body has been read.
 *
 * @param body the body; empty if there is none
 */
public record Call(String method, String path, byte[] body) {
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
