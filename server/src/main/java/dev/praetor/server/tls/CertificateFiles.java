package dev.praetor.server.tls;

import dev.praetor.server.error.ServerFailed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of the certificate of a server, in the form PEM.
 *
 * @param certificate the certificate, followed by the chain to a trusted authority
 * @param key the private key of the certificate, as PKCS#8
 */
public record CertificateFiles(Path certificate, Path key) {
  /** The content of the files. */
  record Content(String certificate, String key) {
    @Override
    public String toString() {
      return "the content of two files"; // Without the key.
    }
  }

  /**
   * Reads the files.
   *
   * @throws ServerFailed if one cannot be read, or the certificate and the key do not fit
   */
  public CertificatePair read() {
    return pair(content());
  }

  CertificatePair pair(Content content) {
    return PemReader.pair(
        new PemText(certificate, content.certificate()), new PemText(key, content.key()));
  }

  Content content() {
    return new Content(text(certificate), text(key));
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw UnusableFile.of(file, "cannot be read", "check its name and its permissions");
    }
  }
}
