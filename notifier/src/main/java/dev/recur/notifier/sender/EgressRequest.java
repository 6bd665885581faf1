package dev.recur.notifier.sender;

import java.util.Map;
import okio.ByteString;

/**
 * A POST of JSON.
 *
 * @param target where to
 * @param headers by name
 * @param body byte for byte
 */
record EgressRequest(Target target, Map<String, String> headers, ByteString body) {

  static final String CONTENT_TYPE = "application/json; charset=UTF-8";

  EgressRequest {
    headers = Map.copyOf(headers);
  }
}
