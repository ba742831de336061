package dev.praetor.cli.server;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the address of a server. */
final class ListenerOptions {
  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = {
        "The name or address to listen on; by default PRAETOR_HOST, or 127.0.0.1.",
        "One that other machines reach needs a certificate."
      })
  private @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port, 0 for a free one; by default PRAETOR_PORT, or 4200.")
  private @Nullable String port;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description =
          "The certificate and the chain to its authority, in the form PEM; by default"
              + " PRAETOR_TLS_CERT. A new one is used when the file changes.")
  private @Nullable String certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description =
          "The key of the certificate, in the form PEM and PKCS#8; by default PRAETOR_TLS_KEY.")
  private @Nullable String key;

  @Option(
      names = "--insecure-http",
      description =
          "Lets other machines reach the server without encryption; by default"
              + " PRAETOR_INSECURE_HTTP, or false.")
  private boolean insecureHttp;

  @Option(
      names = "--public-url",
      paramLabel = "URL",
      description =
          "The address by which browsers reach the server, where it is another one, as behind a"
              + " proxy; by default PRAETOR_PUBLIC_URL.")
  private @Nullable String publicUrl;

  @Option(
      names = "--allow-host",
      paramLabel = "NAME",
      split = ",",
      description = "A further name under which requests may come; by default PRAETOR_ALLOW_HOST.")
  private @Nullable List<String> names;

  /** Returns the options that were given, by the names of their settings. */
  Map<String, String> given() {
    Map<String, String> given = new HashMap<>();
    add(given, "host", host);
    add(given, "port", port);
    add(given, "tls.cert", certificate);
    add(given, "tls.key", key);
    add(given, "insecure.http", insecureHttp ? "true" : null);
    add(given, "public.url", publicUrl);
    add(given, "allow.host", names == null ? null : String.join(",", names));
    return given;
  }

  private static void add(Map<String, String> given, String name, @Nullable String value) {
    if (value != null) {
      given.put(name, value);
    }
  }
}
