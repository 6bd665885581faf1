package dev.recur.schemas.signature;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.Provider;
import java.security.Signature;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * RSA, and who does which part of it. Signing is Amazon's machine code where it runs, Java itself
 * otherwise. Private keys come from the same one as signatures, which would otherwise take each key
 * apart for each signature. Public keys, verifying and new keys stay Java's, so that what is taken
 * is the same on every machine.
 */
final class Rsa {

  private static final Logger LOG = LoggerFactory.getLogger(Rsa.class);

  private static final String KEYS = "RSA";
  private static final String SIGNATURES = "SHA256withRSA";
  private static final String NATIVE = "AmazonCorrettoCryptoProvider";

  private static final Provider PROVIDER = machineCode().orElseGet(Rsa::java);

  private Rsa() {}

  /** Makes what {@link #signature} signs with. */
  static KeyFactory privateKeys() {
    try {
      return KeyFactory.getInstance(KEYS, PROVIDER);
    } catch (NoSuchAlgorithmException e) {
      throw noRsa(e);
    }
  }

  /** SHA256 with RSA, PKCS#1 v1.5: a key and bytes have one signature, whoever makes it. */
  static Signature signature() {
    try {
      return Signature.getInstance(SIGNATURES, PROVIDER);
    } catch (NoSuchAlgorithmException e) {
      throw noRsa(e);
    }
  }

  /** Makes what {@link #verification} verifies with. */
  static KeyFactory publicKeys() {
    try {
      return KeyFactory.getInstance(KEYS);
    } catch (NoSuchAlgorithmException e) {
      throw noRsa(e);
    }
  }

  /** The other side of {@link #signature}. */
  static Signature verification() {
    try {
      return Signature.getInstance(SIGNATURES);
    } catch (NoSuchAlgorithmException e) {
      throw noRsa(e);
    }
  }

  /** Makes new pairs; their private keys sign once {@link #privateKeys} has read them. */
  static KeyPairGenerator pairs() {
    try {
      return KeyPairGenerator.getInstance(KEYS);
    } catch (NoSuchAlgorithmException e) {
      throw noRsa(e);
    }
  }

  /** Whether signing is machine code. */
  static boolean isNative() {
    return PROVIDER.getName().equals(NATIVE);
  }

  private static Optional<Provider> machineCode() {
    try {
      Provider found =
          ServiceLoader.load(Provider.class, Rsa.class.getClassLoader()).stream()
              .filter(it -> it.type().getSimpleName().equals(NATIVE))
              .map(ServiceLoader.Provider::get)
              .findFirst()
              .orElseThrow(() -> new NoSuchProviderException(NATIVE + " is not on the class path"));
      // Where its library could not be loaded it is there, and has neither.
      var _ = KeyFactory.getInstance(KEYS, found);
      var _ = Signature.getInstance(SIGNATURES, found);
      return Optional.of(found);
    } catch (GeneralSecurityException | ServiceConfigurationError | LinkageError e) {
      LOG.atWarn()
          .setCause(e)
          .addKeyValue("os", System.getProperty("os.name"))
          .addKeyValue("arch", System.getProperty("os.arch"))
          .log(
              "RSA signatures are made by Java, which takes longer: the library for it cannot be"
                  + " loaded. Build on a machine of this kind, or with -Daccp.platform (see"
                  + " pom.xml); java.io.tmpdir must be a directory from which may be executed.");
      return Optional.empty();
    }
  }

  private static Provider java() {
    try {
      return Signature.getInstance(SIGNATURES).getProvider();
    } catch (NoSuchAlgorithmException e) {
      throw noRsa(e);
    }
  }

  private static IllegalStateException noRsa(NoSuchAlgorithmException e) {
    return new IllegalStateException("Every Java platform has RSA.", e);
  }
}
