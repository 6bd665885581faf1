package dev.recur.service.gateway;

import dev.recur.schemas.webhook.Reach;
import dev.recur.service.admin.AdminSettings;
import dev.recur.service.input.Fields;
import dev.recur.service.input.WebhookUrl;
import dev.recur.service.read.MerchantProfile;
import jakarta.inject.Singleton;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Who is told what becomes of a subscription. */
@Singleton
final class Telling {

  private final Reach reach;

  /**
   * Knows what may be told.
   *
   * @param settings whose networks are those of merchants' endpoints too
   */
  Telling(AdminSettings settings) {
    this.reach = settings.reach();
  }

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

  /**
   * Refuses a URL that the notifier would never post to (decision 0030): its merchant would wait
   * for words that nobody sends.
   *
   * @param url absent, or an empty text, where the request names none
   */
  void requireReachable(Fields fields, String name, @Nullable String url) {
    if (url != null && !url.isEmpty()) {
      WebhookUrl.requireReachable(reach, fields, name, URI.create(url));
    }
  }
}
