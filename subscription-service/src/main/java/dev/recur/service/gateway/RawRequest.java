package dev.recur.service.gateway;

import org.jspecify.annotations.Nullable;

/**
 * A request as it came: nothing decoded, nothing trusted.
 *
 * @param target path and query as they stand in the request line
 * @param clientId header Client-Id
 * @param requestTime header Request-Time
 * @param signature header Signature
 * @param contentType header Content-Type
 */
record RawRequest(
    String method,
    String target,
    @Nullable String clientId,
    @Nullable String requestTime,
    @Nullable String signature,
    @Nullable String contentType,
    Body body) {

  /** The path alone. */
  String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** A body that may still be on its way. */
  @FunctionalInterface
  interface Body {

    /**
     * Reads it, once.
     *
     * @throws dev.recur.service.gateway.wire.Refusal when it is too long or cannot be read
     */
    byte[] read();
  }
}
