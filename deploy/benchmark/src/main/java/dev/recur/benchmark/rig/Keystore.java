package dev.recur.benchmark.rig;

import dev.recur.local.process.JavaCommand;
import dev.recur.local.stack.Certificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificate that a server is met with, which signs itself, and its key.
 *
 * @param file PKCS#12
 * @param password of the file and of the key
 */
public record Keystore(Path file, String password) {

  private static final String TYPE = "PKCS12";
  private static final String PASSWORD = "benchmark";

  /** Of servers on these addresses; made when there is none. */
  public static Keystore of(Path file, List<String> addresses) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Certificate.ensure(file, PASSWORD, addresses);
    return new Keystore(file, PASSWORD);
  }

  /** What a server shows this certificate with. */
  public SSLContext serving() throws IOException {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(load(), password.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("Not a keystore: " + file, e);
    }
  }

  /** Makes connections that trust this certificate and no other. */
  public SSLSocketFactory trusting() throws IOException {
    try {
      KeyStore trusted = KeyStore.getInstance(TYPE);
      trusted.load(null, null);
      KeyStore store = load();
      trusted.setCertificateEntry(
          "server", store.getCertificate(store.aliases().asIterator().next()));
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IOException("Not a keystore: " + file, e);
    }
  }

  /** A JVM that trusts this certificate and no other. */
  public JavaCommand trustedBy(JavaCommand java) {
    return java.with(
        "-Djavax.net.ssl.trustStore=" + file, "-Djavax.net.ssl.trustStorePassword=" + password);
  }

  private KeyStore load() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(TYPE);
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password.toCharArray());
    }
    return store;
  }
}
