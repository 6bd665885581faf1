package dev.recur.systemtests.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recur.local.process.Installation;
import dev.recur.systemtests.expect.Offer;
import dev.recur.systemtests.expect.PublishedIds;
import dev.recur.systemtests.merchant.Buyer;
import dev.recur.systemtests.merchant.OfficialSdk;
import dev.recur.systemtests.stack.Http;
import dev.recur.systemtests.stack.OnStack;
import dev.recur.systemtests.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * A rule over a metric that is not there never alarms, and nobody sees it. So once a cycle was
 * charged, worker and notifier must show whatever the rules ask for.
 */
@OnStack
@Order(OnStack.FIRST + 11)
class AlertMetricsIT {

  private static final String CLIENT = "ALERTS_SHOP";
  private static final OffsetDateTime START = OffsetDateTime.parse("2027-01-31T10:00:00+08:00");

  /** What Kafka's clients measure is looked for anew each minute. */
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(90);

  /** Not there as it is asked for while all is well, with the reason. */
  private static final Map<String, String> NOT_YET =
      Map.of(
          "recur_channel_answers_seconds_count{outcome=\"unknown\"}",
          "it comes with the first call that the channel does not answer");

  @SuppressWarnings("NullAway.Init")
  private Stack stack;

  @BeforeAll
  void chargeACycle(Stack running) throws IOException {
    stack = running;
    OfficialSdk shop =
        new OfficialSdk(stack.file().gateway(), stack.admin().registerMerchant(CLIENT));
    String clock = stack.admin().createClock(START);
    Offer offer = Offer.monthly("alerts", START, 1000, "PHP");
    Buyer.approve(shop.create(offer, clock).getNormalUrl());
    stack.admin().advance(clock, START.plusDays(1));
    assertThat(stack.bank().lines(PublishedIds.subscription(CLIENT, offer.requestId()))).hasSize(1);
  }

  @Test
  void whateverAlertsAskFor_shouldBeThere() throws IOException {
    List<Selector> asked = new ArrayList<>();
    Path alerts = Installation.find().root().resolve("deploy/observability/alerts");
    try (Stream<Path> files = Files.list(alerts)) {
      for (Path file : files.toList()) {
        List<Selector> ofFile = Selector.of(Files.readString(file));
        assertThat(ofFile).as("what %s asks for", file).isNotEmpty();
        asked.addAll(ofFile);
      }
    }
    assertThat(asked).extracting(Selector::text).containsAll(NOT_YET.keySet());

    await("all that alerts ask for")
        .atMost(SHOWN_WITHIN)
        .untilAsserted(() -> assertThat(notShown(asked)).isEmpty());
  }

  private List<String> notShown(List<Selector> asked) throws IOException {
    List<String> shown = new ArrayList<>(shown("billing-worker"));
    shown.addAll(shown("notifier"));
    return asked.stream()
        .filter(
            selector -> {
              Selector wanted =
                  NOT_YET.containsKey(selector.text()) ? selector.whateverItsLabelsSay() : selector;
              return shown.stream().noneMatch(wanted::selects);
            })
        .map(Selector::text)
        .toList();
  }

  private List<String> shown(String process) throws IOException {
    return Http.send(Http.request(stack.metrics(process)).build()).body().lines().toList();
  }
}
