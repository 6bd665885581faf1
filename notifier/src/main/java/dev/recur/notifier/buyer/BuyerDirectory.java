package dev.recur.notifier.buyer;

import dev.recur.notifier.notice.Mailing.Standing;

/** Whether subscriptions have a buyer. Safe for use by many threads; never blocks for long. */
public interface BuyerDirectory {

  /** Of a notifier that sends no e-mails. */
  BuyerDirectory NO_MAIL =
      new BuyerDirectory() {
        @Override
        public boolean isMailSent() {
          return false;
        }

        @Override
        public Standing standing(String subscriptionId) {
          return Standing.NOBODY;
        }
      };

  /** Whether there is any e-mail. */
  boolean isMailSent();

  /** What is known of a subscription's buyer now. */
  Standing standing(String subscriptionId);
}
