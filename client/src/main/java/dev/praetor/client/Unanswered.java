package dev.praetor.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;

/** Finds out why there was no answer to a request, and what helps. */
final class Unanswered {
  private Unanswered() {}

  /**
   * Returns the exception for a request without an answer.
   *
   * @param other returns whether something answers at an address, as far as that is known; only
   *     called if the answer may be that the scheme is wrong
   */
  static ServerUnreachable of(URI address, Throwable failure, Predicate<URI> other) {
    Optional<CertificateException> refused = cause(failure, CertificateException.class);
    if (refused.isPresent()) {
      return ofCertificate(address, refused.get(), failure);
    }
    if (isOfScheme(failure) && other.test(swapped(address))) {
      boolean isEncrypted = address.getScheme().equals("https");
      return new ServerUnreachable(
          address,
          isEncrypted
              ? "the server at %s has no certificate, and speaks HTTP without encryption"
                  .formatted(address)
              : "the server at %s speaks HTTPS only".formatted(address),
          "write the address as " + swapped(address),
          failure);
    }
    Optional<SSLException> encryption = cause(failure, SSLException.class);
    if (encryption.isPresent()) {
      return new ServerUnreachable(
          address,
          "there is no encrypted connection to %s: %s"
              .formatted(address, encryption.get().getMessage()),
          "check the address, and that its server has a certificate",
          failure);
    }
    return new ServerUnreachable(
        address,
        "no server answers at " + address,
        "start one with praetor server, or name another one",
        failure);
  }

  private static ServerUnreachable ofCertificate(
      URI address, CertificateException refused, Throwable failure) {
    String why = String.valueOf(refused.getMessage());
    if (cause(failure, CertificateExpiredException.class).isPresent()) {
      return new ServerUnreachable(
          address,
          "the certificate of the server at %s has expired".formatted(address),
          "give the server a new one in its files; it takes it while it runs",
          failure);
    }
    if (why.contains("No subject alternative") || why.contains("No name matching")) {
      return new ServerUnreachable(
          address,
          "the certificate of the server at %s is for another name than %s"
              .formatted(address, address.getHost()),
          "use a name for which it was made, or give the server a certificate with this name",
          failure);
    }
    if (!why.contains("unable to find valid certification path")) {
      return new ServerUnreachable(
          address,
          "the certificate of the server at %s is not accepted: %s".formatted(address, why),
          "",
          failure);
    }
    return new ServerUnreachable(
        address,
        "the certificate of the server at %s comes from an authority that is not trusted"
            .formatted(address),
        "name the file with the certificate of its authority, with --ca-cert FILE or in"
            + " PRAETOR_CA_CERT",
        failure);
  }

  /** Returns whether a failure may be that of a request with the wrong scheme. */
  private static boolean isOfScheme(Throwable failure) {
    return cause(failure, ConnectException.class).isEmpty()
        && cause(failure, HttpTimeoutException.class).isEmpty()
        && cause(failure, IOException.class).isPresent();
  }

  private static URI swapped(URI address) {
    String scheme = address.getScheme().equals("https") ? "http" : "https";
    return URI.create(scheme + address.toString().substring(address.getScheme().length()));
  }

  /** Returns the first exception of a type among a failure and its causes. */
  static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return Optional.of(type.cast(each));
      }
    }
    return Optional.empty();
  }
}
