package dev.recur.service.gateway;

import dev.recur.service.input.Fields;
import dev.recur.service.read.MerchantProfile;

/** Who is told what becomes of a subscription. */
final class Telling {

  private Telling() {}

  /**
   * Refuses a subscription of which nobody would be told: its request names no URL, and the
   * merchant has no endpoint.
   *
   * @param url an empty text where the request names none
   */
  static void requireSomebody(MerchantProfile caller, Fields fields, String name, String url) {
    if (url.isEmpty() && caller.endpoints().isEmpty()) {
      throw fields.refuse(
          name, "is missing, and you have no endpoint that is told instead: send it.");
    }
  }
}
