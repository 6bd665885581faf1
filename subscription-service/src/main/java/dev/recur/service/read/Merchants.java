package dev.recur.service.read;

import org.jspecify.annotations.Nullable;

/** The merchants that may call. All of them are known before the first request is taken. */
public interface Merchants {

  /** Key of the record that holds no merchant but the gateway's own platform key. */
  String GATEWAY_ID = "recur-gateway";

  /** The merchant, or null when there is none of that id. */
  @Nullable MerchantProfile find(String clientId);

  /** True once there is a key that signs answers to callers nobody knows. */
  boolean hasGatewaySigner();

  /** The key that signs answers to callers nobody knows. */
  PlatformSigner gatewaySigner();
}
