package dev.recur.notifier.delivery;

/** Why a lane's due deliveries are not sent, and what an operator can do about it. */
public enum Obstacle {
  /** Nothing stands in the way; it is a matter of time. */
  NONE("It is being worked off."),
  /** Nobody can sign. */
  NO_KEY(
      "Nobody can sign for this merchant: register it, or give recur.master-key the value its keys"
          + " were sealed with. E-mails wait so while recur.notifier.mail.host is not set."),
  /** The endpoint is not on topic merchants. */
  NO_ENDPOINT(
      "The endpoint is not on topic merchants: if it does not come, the lane is closed soon."),
  /** The process has as much in the air as it may. */
  NO_ROOM(
      "This process has as much in the air as it may: start another one, or raise"
          + " recur.notifier.in-the-air-max."),
  /** The receiver does not answer, or fails. */
  RECEIVER(
      "Its receiver does not answer, or fails: tell the merchant. It is probed, and nothing is"
          + " lost."),
  /** The receiver asked to be left alone, or nobody could sign a moment ago. */
  PAUSED("Its receiver asked to be left alone for a while: nothing is to be done."),
  /** As much is in the air as the receiver's answers bear. */
  BUSY(
      "Its receiver takes no more at a time: tell the merchant that it is slow, or make the endpoint"
          + " anew with more shards.");

  private final String cure;

  Obstacle(String cure) {
    this.cure = cure;
  }

  /** What it means and what to do, in one sentence. */
  public String cure() {
    return cure;
  }
}
