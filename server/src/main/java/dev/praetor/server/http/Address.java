package dev.praetor.server.http;

import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Decodes the parts of the address of a request. */
final class Address {
  private Address() {}

  /**
   * Decodes a part of a path.
   *
   * @throws RequestRefused if it is malformed
   */
  static String part(String raw) {
    return decode(raw.replace("+", "%2B"));
  }

  /**
   * Decodes the options in the query of an address.
   *
   * @throws RequestRefused if the query is malformed, or gives an option twice
   */
  static Map<String, String> options(String query) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String each : query.split("&", -1)) {
      if (each.isEmpty()) {
        continue;
      }
      int equals = each.indexOf('=');
      String name = decode(equals < 0 ? each : each.substring(0, equals));
      String value = equals < 0 ? "" : decode(each.substring(equals + 1));
      if (options.put(name, value) != null) {
        throw new RequestRefused(ApiCode.BAD_REQUEST, "the option '" + name + "' is given twice");
      }
    }
    return options;
  }

  private static String decode(String raw) {
    try {
      return URLDecoder.decode(raw, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST, "the address of the request is not encoded correctly");
    }
  }
}
