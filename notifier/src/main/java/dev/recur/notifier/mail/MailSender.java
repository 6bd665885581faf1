package dev.recur.notifier.mail;

import dev.recur.notifier.delivery.Shipment;
import dev.recur.notifier.notice.LetterFacts;
import dev.recur.notifier.sender.Failure;
import dev.recur.notifier.sender.FailureCode;
import dev.recur.notifier.sender.MailCarrier;
import dev.recur.notifier.sender.Outcome;
import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.WebhookAttempt;
import dev.recur.schemas.buyer.BuyerData;
import dev.recur.schemas.buyer.BuyerNotice;
import dev.recur.schemas.id.EndpointLane;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one attempt at an e-mail: who the buyer is and whether such an e-mail is wanted is asked
 * now, and not when the event was told. What was found out is forgotten with the attempt; neither
 * its record nor a log has any of it.
 */
final class MailSender implements MailCarrier {

  private static final Logger LOG = LoggerFactory.getLogger(MailSender.class);

  private final BuyerLookup buyers;
  private final Writer writer;
  private final Layout layout = new Layout();
  private final InternetAddress from;
  private final MailServer server;
  private final int inTheAirMax;
  private final InstantSource clock;

  MailSender(
      BuyerLookup buyers,
      Writer writer,
      InternetAddress from,
      MailServer server,
      int inTheAirMax,
      InstantSource clock) {
    this.buyers = buyers;
    this.writer = writer;
    this.from = from;
    this.server = server;
    this.inTheAirMax = inTheAirMax;
    this.clock = clock;
  }

  @Override
  public int inTheAirMax() {
    return inTheAirMax;
  }

  @Override
  public WebhookAttempt attempt(Shipment shipment, Shipment.Body body) throws InterruptedException {
    Instant startedAt = clock.instant();
    long start = System.nanoTime();
    Outcome outcome = outcome(shipment, body, startedAt);
    long durationMs = Duration.ofNanos(System.nanoTime() - start).toMillis();
    return outcome.record(shipment, startedAt, durationMs).setUrl(EndpointLane.MAIL).build();
  }

  private Outcome outcome(Shipment shipment, Shipment.Body body, Instant now)
      throws InterruptedException {
    try {
      LetterFacts facts = LetterFacts.parse(body.bytes());
      if (facts.isTooLate(now)) {
        return nobody(
            FailureCode.E_TOO_LATE, "What it announces has come: nobody is reminded of it.");
      }
      Optional<BuyerData> buyer = buyers.find(facts.subscriptionId());
      Optional<Outcome> nobody = nobody(buyer, facts.wording().notice());
      return nobody.isPresent() ? nobody.get() : send(shipment, facts, buyer.orElseThrow(), now);
    } catch (BuyersBehindException e) {
      LOG.atWarn()
          .setCause(e)
          .addKeyValue("deliveryId", shipment.deliveryId())
          .log("Who the buyer is cannot be said now; the e-mail is tried again.");
      return Outcome.failed(
          new Failure(
              FailureCode.E_BUYERS, "Who the buyer is cannot be said now: " + e.getMessage()));
    } catch (MessagingException | RuntimeException e) {
      // A bug, or a fault of ours. Without the exception: what it says may hold the buyer's
      // address.
      LOG.atError()
          .addKeyValue("deliveryId", shipment.deliveryId())
          .addKeyValue("failure", e.getClass().getName())
          .addKeyValue("at", e.getStackTrace().length == 0 ? "" : e.getStackTrace()[0].toString())
          .log("E-mail failed for a reason of our own: check recur.master-key, or report a bug.");
      return Outcome.failed(
          new Failure(
              FailureCode.E_INTERNAL, "Internal error: " + e.getClass().getSimpleName() + "."));
    }
  }

  private Outcome send(Shipment shipment, LetterFacts facts, BuyerData buyer, Instant now)
      throws MessagingException {
    InternetAddress to = new InternetAddress(buyer.email().orElseThrow(), true);
    Letter letter = writer.write(facts, buyer, now);
    MimeMessage message =
        Envelope.of(server.session(), letter, layout, from, to, shipment.deliveryId(), now);
    return server.send(message, to);
  }

  private static Optional<Outcome> nobody(Optional<BuyerData> buyer, BuyerNotice notice) {
    if (buyer.isEmpty()) {
      return nobody("The subscription has no buyer, or one that was forgotten.");
    }
    if (buyer.get().email().isEmpty()) {
      return nobody("The buyer has no address.");
    }
    return buyer.get().wants(notice)
        ? Optional.empty()
        : nobody("The buyer does without this kind of e-mail.");
  }

  private static Optional<Outcome> nobody(String reason) {
    return Optional.of(nobody(FailureCode.E_NOBODY, reason));
  }

  private static Outcome nobody(FailureCode code, String reason) {
    return Outcome.of(AttemptOutcome.NOBODY, new Failure(code, reason));
  }
}
