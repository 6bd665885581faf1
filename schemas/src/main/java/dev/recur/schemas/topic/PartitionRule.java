package dev.recur.schemas.topic;

/** How many partitions a topic is born with. The number is never changed afterwards. */
public sealed interface PartitionRule {

  /**
   * The number of partitions.
   *
   * @param subscriptionPartitions how many the subscription topics have in this installation
   */
  int count(int subscriptionPartitions);

  /** How a reader of the catalogue would say it. */
  String inWords();

  /**
   * One of the subscription topics: they all have the same number, so that partition <i>n</i> of
   * each of them belongs to the same owner.
   */
  record OfSubscriptions() implements PartitionRule {
    @Override
    public int count(int subscriptionPartitions) {
      return subscriptionPartitions;
    }

    @Override
    public String inWords() {
      return "subscription topics'";
    }
  }

  /**
   * A number of its own, but never more than the subscription topics have: a small installation
   * stays small.
   */
  record Own(int countMax) implements PartitionRule {
    @Override
    public int count(int subscriptionPartitions) {
      return Math.min(countMax, subscriptionPartitions);
    }

    @Override
    public String inWords() {
      return Integer.toString(countMax);
    }
  }
}
