package dev.praetor.server.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * A certificate with its private key, which fit each other.
 *
 * @param chain the certificate, followed by the chain to a trusted authority
 */
public record CertificatePair(PrivateKey key, List<X509Certificate> chain) {
  public CertificatePair {
    chain = List.copyOf(chain);
  }

  /** Returns the names in the certificate for the log. */
  String subject() {
    return chain.getFirst().getSubjectX500Principal().getName();
  }

  /** Returns the end of the certificate. */
  Instant end() {
    return chain.getFirst().getNotAfter().toInstant();
  }

  @Override
  public String toString() {
    return "certificate of " + subject(); // Without the key.
  }
}
