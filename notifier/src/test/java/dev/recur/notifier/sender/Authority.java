package dev.recur.notifier.sender;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certifies receivers, as an authority that the client trusts. */
public final class Authority {

  private static final X500Name NAME = new X500Name("CN=authority");
  private static final char[] NO_PASSWORD = new char[0];

  private final KeyPair keys = pair();
  private final X509Certificate certificate;

  public Authority() {
    certificate =
        certify(
            keys, NAME, Extension.basicConstraints, new BasicConstraints(true), past(), future());
  }

  public static Instant past() {
    return Instant.now().minus(Duration.ofDays(2));
  }

  public static Instant future() {
    return Instant.now().plus(Duration.ofDays(2));
  }

  /** A client that trusts it. */
  OkHttpClient.Builder trusting() {
    return new OkHttpClient.Builder()
        .sslSocketFactory(trustingSockets(), (X509TrustManager) trust()[0]);
  }

  /** Sockets that trust it. */
  public SSLSocketFactory trustingSockets() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private TrustManager[] trust() {
    try {
      KeyStore store = store();
      store.setCertificateEntry("authority", certificate);
      TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
      managers.init(store);
      return managers.getTrustManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a receiver shows who has a certificate for this name and time. */
  public SSLContext receiver(String name, Instant from, Instant until) {
    try {
      KeyPair own = pair();
      X509Certificate leaf =
          certify(
              own,
              new X500Name("CN=receiver"),
              Extension.subjectAlternativeName,
              new GeneralNames(new GeneralName(GeneralName.dNSName, name)),
              from,
              until);
      KeyStore store = store();
      store.setKeyEntry(
          "receiver", own.getPrivate(), NO_PASSWORD, new Certificate[] {leaf, certificate});
      KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
      managers.init(store, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private X509Certificate certify(
      KeyPair subject,
      X500Name name,
      org.bouncycastle.asn1.ASN1ObjectIdentifier extension,
      org.bouncycastle.asn1.ASN1Encodable value,
      Instant from,
      Instant until) {
    PrivateKey signing = keys.getPrivate();
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              NAME,
              BigInteger.valueOf(System.nanoTime()),
              Date.from(from),
              Date.from(until),
              name,
              subject.getPublic());
      builder.addExtension(extension, true, value);
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signing)));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyStore store() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
