package dev.recur.service.testing;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The real service on real ports, one for all tests of a JVM, with memory in place of Kafka. */
public final class RunningService {

  /** Token that operators send. */
  public static final String ADMIN_TOKEN = "operators-only";

  private static final String PASSWORD = "changeit";

  private final EmbeddedServer server;
  private final int gatewayPort;
  private final int adminPort;
  private final SSLContext tls;
  private final FakeTokenisation tokenisation = new FakeTokenisation();
  private final TestMerchant live = TestMerchant.make("LIVE_5Y00000000000001", false);
  private final TestMerchant sandbox = TestMerchant.make("SANDBOX_5Y0000000000002", true);

  private RunningService() {
    try {
      Path keystore = Files.createTempDirectory(Path.of("target"), "keystore").resolve("tls.p12");
      makeKeystore(keystore);
      tls = trusting(keystore);
      gatewayPort = freePort();
      adminPort = freePort();
      Map<String, Object> settings = new HashMap<>();
      settings.put("recur.master-key", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
      settings.put("recur.gateway.host", "localhost");
      settings.put("recur.gateway.port", gatewayPort);
      settings.put("recur.gateway.keystore", keystore.toAbsolutePath().toString());
      settings.put("recur.gateway.keystore-password", PASSWORD);
      settings.put("recur.gateway.decision-timeout", "3s");
      settings.put("recur.gateway.body-timeout", "3s");
      settings.put("recur.channel.tokenisation-url", tokenisation.url());
      settings.put("recur.admin.port", adminPort);
      settings.put("recur.admin.token", ADMIN_TOKEN);
      settings.put("recur.admin.advance-timeout", "300ms");
      server = ApplicationContext.run(EmbeddedServer.class, settings, Environment.TEST);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    bean(MemoryMerchants.class).put(live.profile());
    bean(MemoryMerchants.class).put(sandbox.profile());
  }

  private void close() {
    server.close();
    tokenisation.close();
  }

  private static final class Holder {
    static final RunningService INSTANCE = new RunningService();

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(INSTANCE::close));
    }
  }

  /** The service; started when first asked for. */
  public static RunningService get() {
    return Holder.INSTANCE;
  }

  /** A bean of the service. */
  public <T> T bean(Class<T> type) {
    return server.getApplicationContext().getBean(type);
  }

  /** A merchant whose money moves. */
  public TestMerchant live() {
    return live;
  }

  /** A merchant whose money does not move. */
  public TestMerchant sandbox() {
    return sandbox;
  }

  /** The channel's tokenisation. */
  public FakeTokenisation tokenisation() {
    return tokenisation;
  }

  /** Where merchants and buyers call. */
  public String gatewayUrl() {
    return "https://localhost:" + gatewayPort;
  }

  /** Port of {@link #gatewayUrl}. */
  public int gatewayPort() {
    return gatewayPort;
  }

  /** Where operators call. */
  public String adminUrl() {
    return "http://localhost:" + adminPort;
  }

  /** Trusts the service's certificate. */
  public SSLContext tls() {
    return tls;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void makeKeystore(Path file) {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    try {
      Process process =
          new ProcessBuilder(
                  keytool,
                  "-genkeypair",
                  "-alias",
                  "gateway",
                  "-keyalg",
                  "EC",
                  "-groupname",
                  "secp256r1",
                  "-dname",
                  "CN=localhost",
                  "-ext",
                  "SAN=dns:localhost",
                  "-validity",
                  "2",
                  "-storetype",
                  "PKCS12",
                  "-storepass",
                  PASSWORD,
                  "-keystore",
                  file.toString())
              .inheritIO()
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("keytool made no certificate");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SSLContext trusting(Path keystore) throws IOException, GeneralSecurityException {
    KeyStore own = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keystore)) {
      own.load(in, PASSWORD.toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("gateway", own.getCertificate("gateway"));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }
}
