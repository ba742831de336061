package dev.praetor.server.tls;

import dev.praetor.server.error.ServerFailed;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a certificate and its key from texts in the form PEM. */
final class PemReader {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
  private static final Pattern LABEL = Pattern.compile("-----BEGIN ([A-Z0-9 ]*KEY)-----");

  /** The signature of each kind of key by which it is tried. */
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

  private PemReader() {}

  private record Block(String label, byte[] bytes) {}

  /**
   * Reads a pair.
   *
   * @throws ServerFailed if it cannot be used
   */
  static CertificatePair pair(PemText certificate, PemText secret) {
    List<X509Certificate> chain = chain(certificate.file(), certificate.text());
    PublicKey known = chain.getFirst().getPublicKey();
    String signature = SIGNATURES.get(known.getAlgorithm());
    if (signature == null) {
      throw UnusableFile.of(
          certificate.file(),
          "has a certificate for a key of the kind " + known.getAlgorithm(),
          "use a certificate for a key of RSA, EC or Ed25519");
    }
    PrivateKey key = key(secret.file(), secret.text(), known.getAlgorithm());
    if (!fits(key, known, signature)) {
      throw UnusableFile.of(
          secret.file(),
          "has another key than the certificate in " + certificate.file(),
          "give the key with which the certificate was requested");
    }
    return new CertificatePair(key, chain);
  }

  private static List<X509Certificate> chain(Path file, String text) {
    List<X509Certificate> chain = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Block block : blocks(file, text)) {
        if (block.label().equals("CERTIFICATE")) {
          chain.add(
              (X509Certificate)
                  factory.generateCertificate(new ByteArrayInputStream(block.bytes())));
        }
      }
    } catch (CertificateException e) {
      throw UnusableFile.of(
          file, "contains a damaged certificate", "write it again from its source");
    }
    if (chain.isEmpty()) {
      throw UnusableFile.of(
          file,
          "contains no certificate",
          "give a file in the form PEM, with the certificate of the server first");
    }
    return chain;
  }

  private static PrivateKey key(Path file, String text, String algorithm) {
    for (Block block : blocks(file, text)) {
      if (block.label().equals("PRIVATE KEY")) {
        try {
          return KeyFactory.getInstance(algorithm)
              .generatePrivate(new PKCS8EncodedKeySpec(block.bytes()));
        } catch (GeneralSecurityException e) {
          throw UnusableFile.of(
              file,
              "contains no key of the kind %s, as the certificate needs".formatted(algorithm),
              "give the key with which the certificate was requested");
        }
      }
    }
    Matcher other = LABEL.matcher(text);
    throw UnusableFile.of(
        file,
        other.find()
            ? "contains a key as '%s', which is not read".formatted(other.group(1))
            : "contains no private key",
        "make the form that is read with: openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW");
  }

  private static List<Block> blocks(Path file, String text) {
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      try {
        blocks.add(
            new Block(
                matcher.group(1),
                Base64.getDecoder().decode(matcher.group(2).replaceAll("\\s", ""))));
      } catch (IllegalArgumentException e) {
        throw UnusableFile.of(file, "is damaged", "write it again from its source");
      }
    }
    return blocks;
  }

  private static boolean fits(PrivateKey key, PublicKey known, String algorithm) {
    byte[] text = {1, 2, 3};
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(text);
      byte[] signed = signing.sign();
      Signature checking = Signature.getInstance(algorithm);
      checking.initVerify(known);
      checking.update(text);
      return checking.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
