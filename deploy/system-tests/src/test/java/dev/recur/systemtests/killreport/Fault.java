package dev.recur.systemtests.killreport;

/** What is done to the processes. Each is a row of the report, also where it was not done. */
enum Fault {
  KILL_WORKER("a worker killed by SIGKILL"),
  KILL_SERVICE("the subscription-service killed by SIGKILL"),
  KILL_NOTIFIER("the notifier killed by SIGKILL"),
  KILL_CHANNEL("the payment channel killed by SIGKILL"),
  KILL_BROKER("the broker killed by SIGKILL"),
  KILL_REGISTRY("the schema registry killed by SIGKILL"),
  REBALANCE("a third worker comes and goes: two rebalances"),
  LOST_STORE("a worker killed, and its local stores lost"),
  FULL_DISK("the broker's file system full"),
  CLOCK_AHEAD("a worker's clock put an hour ahead, and back"),
  CLOCK_BEHIND("a worker's clock put an hour back, and ahead"),
  PARTITION("the network cut between a worker and the broker");

  private final String words;

  Fault(String words) {
    this.words = words;
  }

  /** What the report calls it. */
  String words() {
    return words;
  }
}
