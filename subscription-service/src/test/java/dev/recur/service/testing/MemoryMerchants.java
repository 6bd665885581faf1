package dev.recur.service.testing;

import dev.recur.schemas.signature.Keys;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.read.Merchants;
import dev.recur.service.read.PlatformSigner;
import jakarta.inject.Singleton;
import java.security.KeyPair;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Merchants in memory. */
@Singleton
public class MemoryMerchants implements Merchants {

  private final Map<String, MerchantProfile> merchants = new ConcurrentHashMap<>();
  private final PlatformSigner gatewaySigner = signer(1, Keys.generate());

  /** A signer of a key pair. */
  public static PlatformSigner signer(int version, KeyPair pair) {
    return new PlatformSigner(version, pair.getPrivate(), Keys.base64(pair.getPublic()));
  }

  /** Makes a merchant known. */
  public void put(MerchantProfile merchant) {
    merchants.put(merchant.clientId(), merchant);
  }

  @Override
  public @Nullable MerchantProfile find(String clientId) {
    return merchants.get(clientId);
  }

  @Override
  public boolean hasGatewaySigner() {
    return true;
  }

  @Override
  public PlatformSigner gatewaySigner() {
    return gatewaySigner;
  }
}
