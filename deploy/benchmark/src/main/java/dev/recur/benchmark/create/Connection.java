package dev.recur.benchmark.create;

import java.io.IOException;
import java.util.Map;

/** A connection over which a request goes after its predecessor was answered. */
@FunctionalInterface
interface Connection {

  /**
   * What was answered.
   *
   * @param headers names in lower case
   */
  record Answer(Map<String, String> headers, String body) {}

  /**
   * Sends a request and waits for its answer.
   *
   * @param request its bytes, as they go over the wire
   * @throws IOException also for a status other than 200
   */
  Answer exchange(byte[] request) throws IOException;
}
