package dev.praetor.server.runners;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The description of the protocol of runners, in the form of OpenAPI. */
final class ApiDescription {
  private static final String FILE = "/dev/praetor/server/openapi.json";

  private ApiDescription() {}

  /** Returns the description as JSON. */
  static String text() {
    try (InputStream file =
        Objects.requireNonNull(ApiDescription.class.getResourceAsStream(FILE), FILE)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
