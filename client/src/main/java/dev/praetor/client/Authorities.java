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
import javax.net.ssl.TrustManagerFactory;

/**
 * The authorities whose certificates a client trusts.
 *
 * @param file a file in the form PEM with their certificates, which are then the only ones; absent
 *     for those of the JVM
 */
public record Authorities(Optional<Path> file) {
  /** The authorities that the JVM trusts. */
  public static final Authorities OF_THE_JVM = new Authorities(Optional.empty());

  /** Returns the authorities in a file. */
  public static Authorities in(Path file) {
    return new Authorities(Optional.of(file));
  }

  /**
   * Lets a client trust the authorities.
   *
   * @throws ServerRefused if the file cannot be read, or contains no certificate
   */
  public HttpClient.Builder trustedBy(HttpClient.Builder client) {
    return file.map(path -> client.sslContext(context(path))).orElse(client);
  }

  private static SSLContext context(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (all.isEmpty()) {
        throw unusable(file, "it contains no certificate");
      }
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (Certificate each : all) {
        trusted.setCertificateEntry(Integer.toString(number++), each);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw unusable(file, "it cannot be read");
    } catch (GeneralSecurityException e) {
      throw unusable(file, "it contains no certificate in the form PEM");
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
