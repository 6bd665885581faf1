package dev.recur.notifier.sender;

import dev.recur.notifier.delivery.Outbound.HandOver;
import dev.recur.notifier.delivery.Shipment;
import dev.recur.schemas.avro.WebhookAttempt;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** A dispatcher that sends e-mails only. */
public final class TestDispatcher implements AutoCloseable {

  private final Dispatcher dispatcher;

  /** Tells every outcome. */
  public TestDispatcher(MailCarrier mail, Consumer<WebhookAttempt> outcomes) {
    dispatcher =
        new Dispatcher(
            new MerchantKeys(TestKeys.BOX),
            Optional.of(mail),
            (_, _) -> new BodySource.Fetched.Lost("nothing is read back here"),
            new WebhookSender(
                (_, _, _) -> {
                  throw new AssertionError("no webhook here");
                },
                Duration.ofSeconds(1),
                Clock.systemUTC()),
            (_, attempt) -> outcomes.accept(attempt),
            new SenderMeters(new SimpleMeterRegistry()),
            (what, cause) -> {
              throw new AssertionError(what, cause);
            },
            10,
            10);
  }

  /** Offers an attempt. */
  public HandOver offer(Shipment shipment) {
    return dispatcher.offer(shipment);
  }

  @Override
  public void close() {
    dispatcher.close();
  }
}
