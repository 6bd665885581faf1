package dev.recur.systemtests.expect;

/**
 * What money is taken for: the thing that must be paid once, under whatever key.
 *
 * @param subscriptionId the subscription
 * @param purpose PERIOD, CHANGE, MANUAL or REFUND
 * @param period the period's number, 0 where the purpose has none
 */
public record Purpose(String subscriptionId, String purpose, int period)
    implements Comparable<Purpose> {

  @Override
  public int compareTo(Purpose other) {
    int bySubscription = subscriptionId.compareTo(other.subscriptionId);
    if (bySubscription != 0) {
      return bySubscription;
    }
    int byPurpose = purpose.compareTo(other.purpose);
    return byPurpose != 0 ? byPurpose : Integer.compare(period, other.period);
  }

  @Override
  public String toString() {
    return subscriptionId + " " + purpose + " " + period;
  }
}
