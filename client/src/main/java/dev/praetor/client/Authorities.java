package dev.praetor.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The authorities whose certificates a client trusts.
 *
 * @param file a file in the form PEM with their certificates, which are then the only ones; absent
 *     for those of the JVM
 * @param certificate a file in the form PEM that begins with a certificate that is trusted beside
 *     them, under whatever name: that of a server of this machine. Has no effect if it cannot be
 *     read
 */
public record Authorities(Optional<Path> file, Optional<Path> certificate) {
  /** The authorities that the JVM trusts. */
  public static final Authorities OF_THE_JVM = new Authorities(Optional.empty(), Optional.empty());

  /** Returns the authorities in a file. */
  public static Authorities in(Path file) {
    return new Authorities(Optional.of(file), Optional.empty());
  }

  /** Returns these authorities and the first certificate of a file, under whatever name. */
  public Authorities withCertificate(Path chain) {
    return new Authorities(file, Optional.of(chain));
  }

  /**
   * Lets a client trust the authorities.
   *
   * @throws ServerRefused if the file cannot be read, or contains no certificate
   */
  public HttpClient.Builder trustedBy(HttpClient.Builder client) {
    return file.isEmpty() && certificate.isEmpty() ? client : client.sslContext(context());
  }

  private SSLContext context() {
    try {
      TrustManager[] trusted = managers(file.map(Authorities::read).orElse(null));
      Optional<Certificate> own = certificate.flatMap(Authorities::first);
      for (int i = 0; own.isPresent() && i < trusted.length; i++) {
        if (trusted[i] instanceof X509ExtendedTrustManager others) {
          trusted[i] = new PinnedCertificate(own.get(), others);
        }
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trusted, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot verify certificates", e);
    }
  }

  /** Returns what verifies certificates with a store; with that of the JVM if it is null. */
  private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyStore read(Path file) {
    try {
      Collection<? extends Certificate> all = certificates(file);
      if (all.isEmpty()) {
        throw unusable(file, "it contains no certificate");
      }
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (Certificate each : all) {
        trusted.setCertificateEntry(Integer.toString(number++), each);
      }
      return trusted;
    } catch (IOException e) {
      throw unusable(file, "it cannot be read");
    } catch (GeneralSecurityException e) {
      throw unusable(file, "it contains no certificate in the form PEM");
    }
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in);
    }
  }

  private static Optional<Certificate> first(Path chain) {
    try {
      return certificates(chain).stream().findFirst().map(Certificate.class::cast);
    } catch (IOException | GeneralSecurityException e) {
      return Optional.empty(); // Then the certificate has to come from an authority.
    }
  }

  private static ServerRefused unusable(Path file, String why) {
    return new ServerRefused(
        "BAD_REQUEST",
        "the certificates of authorities",
        "the file %s with certificates of authorities cannot be used: %s".formatted(file, why),
        List.of());
  }
}
