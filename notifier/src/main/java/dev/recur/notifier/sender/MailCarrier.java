package dev.recur.notifier.sender;

import dev.recur.notifier.delivery.Shipment;
import dev.recur.schemas.avro.WebhookAttempt;

/** Sends the e-mails to buyers. */
public interface MailCarrier {

  /** Most e-mails of this process in the air: the mail server has to like it. */
  int inTheAirMax();

  /**
   * Makes one attempt. Whatever happens is an outcome.
   *
   * @throws InterruptedException when the process ends meanwhile
   */
  WebhookAttempt attempt(Shipment shipment, Shipment.Body body) throws InterruptedException;
}
