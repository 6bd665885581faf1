package dev.recur.notifier.sender;

import java.util.Map;

/**
 * A POST.
 *
 * @param target where to
 * @param headers by name
 * @param contentType of the body
 * @param body sent as UTF-8
 */
public record EgressRequest(
    Target target, Map<String, String> headers, String contentType, String body) {

  public EgressRequest {
    headers = Map.copyOf(headers);
  }
}
