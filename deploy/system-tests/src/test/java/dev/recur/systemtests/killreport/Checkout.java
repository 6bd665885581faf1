package dev.recur.systemtests.killreport;

import com.alipay.global.api.exception.AlipayApiException;
import com.alipay.global.api.model.ResultStatusType;
import com.alipay.global.api.response.ams.subscription.AlipaySubscriptionCreateResponse;
import dev.recur.local.stack.AdminClient;
import dev.recur.systemtests.expect.Expectation;
import dev.recur.systemtests.expect.Offer;
import dev.recur.systemtests.merchant.OfficialSdk;
import dev.recur.systemtests.stack.Admin;
import dev.recur.systemtests.stack.Http;
import dev.recur.systemtests.stack.StackFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A shop that sells one subscription after the other through the gateway, with the official SDK,
 * while everything behind it comes and goes. What is not answered, or not for good, it asks again
 * with the same request id, as the contract wants it; and what it has sold it expects to be charged
 * and to be told of.
 */
public final class Checkout implements AutoCloseable {

  private static final Duration BETWEEN_SALES = Duration.ofSeconds(2);
  private static final Duration BEFORE_ASKING_AGAIN = Duration.ofMillis(500);
  private static final Duration SOLD_WITHIN = Duration.ofMinutes(5);
  private static final Duration CLOSE_MAX = Duration.ofMinutes(6);
  private static final int SERVER_ERROR = 500;
  private static final int OK = 200;

  private final OfficialSdk merchant;
  private final String name;
  private final ExecutorService hand =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("checkout").factory());
  private final List<Expectation> sold = new ArrayList<>();
  private final Future<?> selling;
  private volatile boolean closing;
  private int askedAgain;

  private Checkout(OfficialSdk merchant, String name) {
    this.merchant = merchant;
    this.name = name;
    this.selling = hand.submit(this::sell);
  }

  /** A shop that begins to sell at once. */
  public static Checkout open(OfficialSdk merchant, String name) {
    return new Checkout(merchant, name);
  }

  /** Makes a merchant known to the platform. */
  static OfficialSdk register(KillRig rig, String clientId, String webhookUrl) {
    KeyPair keys = Admin.newKeys();
    Base64.Encoder base64 = Base64.getEncoder();
    String platformKey =
        new AdminClient(rig.admin().toString(), KillRig.ADMIN_TOKEN)
            .createMerchant(clientId, "Shop", base64.encodeToString(keys.getPublic().getEncoded()));
    return new OfficialSdk(
        rig.gateway(),
        new StackFile.Merchant(
            clientId,
            base64.encodeToString(keys.getPrivate().getEncoded()),
            platformKey,
            URI.create(webhookUrl),
            URI.create(webhookUrl)));
  }

  private void sell() {
    for (int i = 0; !closing; i++) {
      Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      Offer offer =
          Offer.monthly(name + "-" + i, now.atOffset(ZoneOffset.ofHours(8)), 500L + i, "PHP");
      if (sold(offer)) {
        synchronized (this) {
          sold.add(new Expectation(merchant.clientId(), offer, offer.start()));
        }
      }
      pause(BETWEEN_SALES);
    }
  }

  /** True once the buyer has agreed; false when nobody was reached for minutes. */
  private boolean sold(Offer offer) {
    long deadline = System.nanoTime() + SOLD_WITHIN.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        AlipaySubscriptionCreateResponse created =
            merchant.execute(merchant.createRequest(offer, null));
        ResultStatusType status = created.getResult().getResultStatus();
        if (status == ResultStatusType.F) {
          throw new AssertionError("Refused: " + OfficialSdk.words(created.getResult()));
        }
        if (status == ResultStatusType.S && approved(created.getNormalUrl())) {
          return true;
        }
      } catch (AlipayApiException | IOException e) {
        // Nobody there, or gone in the middle of it: asked again below.
      }
      synchronized (this) {
        askedAgain++;
      }
      pause(BEFORE_ASKING_AGAIN);
    }
    return false;
  }

  private static boolean approved(String normalUrl) throws IOException {
    HttpResponse<String> answer =
        Http.send(
            Http.request(URI.create(normalUrl + "/approve"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    if (answer.statusCode() >= SERVER_ERROR) {
      return false;
    }
    if (answer.statusCode() < OK || answer.statusCode() >= OK + 100) {
      throw new AssertionError("The buyer could not agree: " + answer.body());
    }
    return true;
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sells no more, waits for the sale that is under way, and says what must follow from all. */
  public List<Expectation> finish() {
    closing = true;
    try {
      selling.get(CLOSE_MAX.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("The shop ended early, or its last sale does not end", e);
    }
    synchronized (this) {
      return List.copyOf(sold);
    }
  }

  /** How often it had to ask again. */
  public synchronized int askedAgain() {
    return askedAgain;
  }

  @Override
  public void close() {
    closing = true;
    hand.shutdownNow();
  }
}
