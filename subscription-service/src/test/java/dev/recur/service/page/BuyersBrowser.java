package dev.recur.service.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.buyer.BuyerData;
import dev.recur.schemas.buyer.BuyerLink;
import dev.recur.schemas.buyer.BuyerNotice;
import dev.recur.schemas.signature.SecretBox;
import dev.recur.service.read.Authorisation.Decision;
import dev.recur.service.read.Lifecycle;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.testing.HttpCaller;
import dev.recur.service.testing.HttpCaller.Response;
import dev.recur.service.testing.MemorySubscriptions;
import dev.recur.service.testing.RunningService;
import dev.recur.service.testing.Views;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A buyer with the links of e-mails, and what they open. */
final class BuyersBrowser {

  static final RunningService SERVICE = RunningService.get();
  static final HttpCaller HTTP = new HttpCaller(SERVICE);
  static final Map<String, String> BROWSER =
      Map.of("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
  static final Map<String, String> PROGRAM = Map.of();
  static final BuyerLink LINKS = new BuyerLink(SERVICE.bean(SecretBox.class));

  private BuyersBrowser() {}

  static SubscriptionView active() {
    return active(UUID.randomUUID().toString());
  }

  static SubscriptionView active(String requestId) {
    return Views.view(SERVICE.sandbox(), requestId, Lifecycle.ACTIVE, Views.OFFERED, List.of());
  }

  static SubscriptionView know(SubscriptionView view) {
    SERVICE
        .bean(MemorySubscriptions.class)
        .put(view, Views.authorisation(Decision.APPROVED), List.of());
    return view;
  }

  static BuyerData ann() {
    return new BuyerData(
        Optional.of("ann@example.com"), Optional.empty(), Optional.empty(), Map.of(), Set.of());
  }

  static String page(SubscriptionView view) {
    return SERVICE.gatewayUrl() + LINKS.page(view.subscriptionId(), Instant.now());
  }

  static String unsubscribe(SubscriptionView view, BuyerNotice notice) {
    return SERVICE.gatewayUrl() + LINKS.unsubscribe(view.subscriptionId(), notice, Instant.now());
  }

  static String below(String page, String path) {
    return page.replace("?", path + "?");
  }

  static String action(String page, String path) {
    Matcher form =
        Pattern.compile("action=\"(/subscriptions/\\w+/" + path + "\\?[^\"]+)\"").matcher(page);
    assertThat(form.find()).as(page).isTrue();
    return form.group(1).replace("&amp;", "&");
  }

  static Response get(String url) {
    return HTTP.send("GET", url, BROWSER, "");
  }

  static Response post(String url, Map<String, String> who, String body) {
    return HTTP.send("POST", url, who, body);
  }

  static Response form(String url, Map<String, String> who, String body) {
    Map<String, String> headers = new HashMap<>(who);
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    return HTTP.send("POST", url, headers, body);
  }

  static List<String> matches(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(m -> m.group(1)).toList();
  }
}
