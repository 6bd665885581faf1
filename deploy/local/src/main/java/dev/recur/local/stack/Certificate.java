package dev.recur.local.stack;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A server's certificate: its own signature, for localhost and addresses of this machine. */
public final class Certificate {
  private static final Duration VALID_FOR = Duration.ofDays(3650);
  private static final int SERIAL_BITS = 64;

  private Certificate() {}

  /**
   * Makes the keystore when there is none.
   *
   * @param keystore where it lies, as PKCS#12
   * @param password of the keystore and of its key
   */
  public static void ensure(Path keystore, String password) {
    ensure(keystore, password, List.of("127.0.0.1"));
  }

  /**
   * Makes the keystore when there is none.
   *
   * @param keystore where it lies, as PKCS#12
   * @param password of the keystore and of its key
   * @param addresses whose certificate it is, beside localhost's
   */
  public static void ensure(Path keystore, String password, List<String> addresses) {
    if (Files.exists(keystore)) {
      return;
    }
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      KeyPair keys = generator.generateKeyPair();
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "gateway",
          keys.getPrivate(),
          password.toCharArray(),
          new java.security.cert.Certificate[] {selfSigned(keys, addresses)});
      Path part = keystore.resolveSibling(keystore.getFileName() + ".part");
      try (OutputStream out = Files.newOutputStream(part)) {
        store.store(out, password.toCharArray());
      }
      Files.move(part, keystore);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static X509Certificate selfSigned(KeyPair keys, List<String> addresses)
      throws GeneralSecurityException {
    Instant now = Instant.now();
    X500Name localhost = new X500Name("CN=localhost");
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              localhost,
              new BigInteger(SERIAL_BITS, new SecureRandom()),
              Date.from(now.minus(Duration.ofDays(1))),
              Date.from(now.plus(VALID_FOR)),
              localhost,
              keys.getPublic());
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(
              Stream.concat(
                      Stream.of(new GeneralName(GeneralName.dNSName, "localhost")),
                      addresses.stream().map(it -> new GeneralName(GeneralName.iPAddress, it)))
                  .toArray(GeneralName[]::new)));
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (CertIOException | OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
