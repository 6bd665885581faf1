package dev.recur.service.gateway;

/**
 * An answer, ready to go.
 *
 * @param clientId header client-id
 * @param responseTime header response-time
 * @param signature header signature
 */
@SuppressWarnings("ArrayRecordComponent") // Compared nowhere.
record SignedAnswer(String clientId, String responseTime, String signature, byte[] body) {}
