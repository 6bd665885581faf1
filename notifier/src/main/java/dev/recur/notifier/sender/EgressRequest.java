package dev.recur.notifier.sender;

import okhttp3.Headers;
import okio.ByteString;

/**
 * A POST of JSON.
 *
 * @param target where to
 * @param headers besides those that every request has
 * @param body byte for byte
 */
record EgressRequest(Target target, Headers headers, ByteString body) {

  static final String CONTENT_TYPE = "application/json; charset=UTF-8";
}
