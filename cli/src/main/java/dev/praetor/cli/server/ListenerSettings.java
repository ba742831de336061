package dev.praetor.cli.server;

import dev.praetor.cli.error.UsageException;
import dev.praetor.server.http.Listener;
import dev.praetor.server.tls.CertificateFiles;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The settings of the address of a server. */
final class ListenerSettings {
  private static final int LARGEST_PORT = 65_535;

  private ListenerSettings() {}

  /**
   * Finds the settings, and adds them to all.
   *
   * @throws UsageException if one has no valid value, or the address is not permitted
   */
  static Listener listener(SettingSources sources, List<Setting> all) {
    Setting host = sources.find("host", "127.0.0.1");
    Setting port = sources.find("port", "4200");
    Setting certificate = sources.find("tls.cert", "");
    Setting key = sources.find("tls.key", "");
    Setting insecure = sources.find("insecure.http", "false");
    Setting url = sources.find("public.url", "");
    Setting names = sources.find("allow.host", "");
    all.addAll(List.of(host, port, certificate, key, insecure, url, names));
    Listener listener =
        new Listener(
            host.value(),
            port(port),
            files(certificate, key),
            insecure.isOn(),
            url(url),
            names(names));
    if (listener.isUnprotected()) {
      throw new UsageException(
          ("%s: the server does not listen on %s without encryption, because keys and passwords"
                  + " could be read on their way; give it a certificate with --tls-cert FILE and"
                  + " --tls-key FILE, or say --insecure-http if something else protects what is sent")
              .formatted(host.source(), host.value()));
    }
    return listener;
  }

  private static int port(Setting port) {
    if (port.value().matches("\\d{1,5}")) {
      int number = Integer.parseInt(port.value());
      if (number <= LARGEST_PORT) {
        return number;
      }
    }
    throw new UsageException(
        "%s: a port is a number from 0, which takes a free one, to 65535, not '%s'"
            .formatted(port.source(), port.value()));
  }

  private static Optional<CertificateFiles> files(Setting certificate, Setting key) {
    if (certificate.value().isEmpty() && key.value().isEmpty()) {
      return Optional.empty();
    }
    if (certificate.value().isEmpty() || key.value().isEmpty()) {
      throw new UsageException(
          "a certificate needs its key: give --tls-cert FILE and --tls-key FILE");
    }
    return Optional.of(
        new CertificateFiles(
            Path.of(certificate.value()).toAbsolutePath(), Path.of(key.value()).toAbsolutePath()));
  }

  private static Optional<URI> url(Setting setting) {
    if (setting.value().isEmpty()) {
      return Optional.empty();
    }
    try {
      URI url = URI.create(setting.value().replaceAll("/+$", ""));
      boolean isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (isHttp && url.getHost() != null && url.getRawPath().isEmpty()) {
        return Optional.of(url);
      }
    } catch (IllegalArgumentException e) {
      throw malformed(setting);
    }
    throw malformed(setting);
  }

  private static UsageException malformed(Setting setting) {
    return new UsageException(
        "%s: it is a URL without a path, such as https://praetor.example.com, not '%s'"
            .formatted(setting.source(), setting.value()));
  }

  private static Set<String> names(Setting setting) {
    return Stream.of(setting.value().split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
