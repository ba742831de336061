package dev.praetor.server.http;

import dev.praetor.ErrorCode;
import dev.praetor.server.error.ServerFailed;
import dev.praetor.server.tls.CertificateFiles;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The address at which a server listens, and those by which it is known.
 *
 * @param host the name or address to listen at
 * @param port the port; 0 for a free one
 * @param tls the certificate; absent for HTTP without encryption
 * @param insecureHttp true if HTTP without encryption is wanted beyond this machine, too
 * @param publicUrl the address by which browsers reach the server, if it is another one
 * @param names further names under which requests may come
 */
public record Listener(
    String host,
    int port,
    Optional<CertificateFiles> tls,
    boolean insecureHttp,
    Optional<URI> publicUrl,
    Set<String> names) {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?", Pattern.CASE_INSENSITIVE);
  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");

  public Listener {
    names = Set.copyOf(names);
  }

  /** Returns HTTP at an address of this machine. */
  public static Listener of(String host, int port) {
    return new Listener(host, port, Optional.empty(), false, Optional.empty(), Set.of());
  }

  /** Returns a copy with a certificate. */
  public Listener withTls(CertificateFiles files) {
    return new Listener(host, port, Optional.of(files), insecureHttp, publicUrl, names);
  }

  /** Returns a copy that is permitted to do without encryption beyond this machine. */
  public Listener withInsecureHttp() {
    return new Listener(host, port, tls, true, publicUrl, names);
  }

  /** Returns a copy with the address by which browsers reach the server. */
  public Listener withPublicUrl(URI url) {
    return new Listener(host, port, tls, insecureHttp, Optional.of(url), names);
  }

  /** Returns a copy with further names under which requests may come. */
  public Listener withNames(Set<String> others) {
    return new Listener(host, port, tls, insecureHttp, publicUrl, others);
  }

  /** Returns whether only this machine reaches the server. */
  public boolean isLoopback() {
    return LOOPBACK.matcher(host).matches();
  }

  /** Returns whether requests would travel over a network in the clear, without permission. */
  public boolean isUnprotected() {
    return !isLoopback() && tls.isEmpty() && !insecureHttp;
  }

  /** Returns whether browsers reach the server with encryption, be it by a proxy. */
  public boolean isSecure() {
    return tls.isPresent() || publicUrl.map(URI::getScheme).filter("https"::equals).isPresent();
  }

  /**
   * Checks the address and the certificate.
   *
   * @throws ServerFailed if the address is not permitted, or the certificate cannot be used
   */
  public void requireUsable() {
    if (isUnprotected()) {
      throw new ServerFailed(
          ErrorCode.BAD_REQUEST,
          "host " + host,
          ("the server cannot listen on %s without encryption: keys and passwords could be read on"
                  + " their way")
              .formatted(host),
          "give it a certificate with its key, or permit HTTP without encryption in so many words");
    }
    tls.ifPresent(CertificateFiles::read);
  }

  /** Returns the host without brackets. */
  String bareHost() {
    return host.replaceAll("[\\[\\]]", "");
  }

  /**
   * Returns the address of the server for programs: the public one where a certificate names it.
   *
   * @param actual the port at which it listens
   */
  public URI url(int actual) {
    return tls.flatMap(_ -> publicUrl).orElseGet(() -> localUrl(actual));
  }

  /**
   * Returns the address of the server for programs on its machine. A certificate may be for another
   * name.
   *
   * @param actual the port at which it listens
   */
  public URI localUrl(int actual) {
    String name = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return URI.create(
        "%s://%s:%d"
            .formatted(
                tls.isPresent() ? "https" : "http",
                EVERYWHERE.contains(host) ? "localhost" : name,
                actual));
  }

  /** Returns the address of the server for browsers. */
  public URI browserUrl(int actual) {
    return publicUrl.orElseGet(() -> url(actual));
  }
}
