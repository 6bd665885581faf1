package dev.recur.local.process;

import java.util.LinkedHashMap;
import java.util.Map;

/** The configuration of the local broker, with the reason where it differs from Kafka's own. */
final class BrokerProperties {

  private BrokerProperties() {}

  static Map<String, String> of(int port, int controllerPort) {
    Map<String, String> p = new LinkedHashMap<>();
    p.put("process.roles", "broker,controller");
    p.put("node.id", "1");
    p.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    p.put("controller.listener.names", "CONTROLLER");
    p.put(
        "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    p.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);

    // One broker: nothing has a second copy.
    p.put("default.replication.factor", "1");
    p.put("min.insync.replicas", "1");
    p.put("offsets.topic.replication.factor", "1");
    p.put("transaction.state.log.replication.factor", "1");
    p.put("transaction.state.log.min.isr", "1");
    p.put("share.coordinator.state.topic.replication.factor", "1");
    p.put("share.coordinator.state.topic.min.isr", "1");
    // Few partitions of Kafka's own: each costs files, memory and time at start.
    p.put("offsets.topic.num.partitions", "4");
    p.put("transaction.state.log.num.partitions", "4");
    p.put("share.coordinator.state.topic.num.partitions", "1");

    // Topics are made by the deploy step alone, as in production.
    p.put("auto.create.topics.enable", "false");
    // Groups of one or few members: nobody to wait for, and a member killed is noticed soon.
    p.put("group.initial.rebalance.delay.ms", "0");
    p.put("group.min.session.timeout.ms", "1000");
    // A laptop may sleep for weeks; a group's offsets must still be there (10 years, in minutes).
    p.put("offsets.retention.minutes", "5256000");
    // What a killed process left open holds readers up only shortly.
    p.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    // After SIGKILL a broker is let in again only when its last session is over (default 9 s).
    p.put("broker.session.timeout.ms", "3000");
    p.put("broker.heartbeat.interval.ms", "500");

    // A handful of clients and a small heap: each thread and buffer beyond that is only memory.
    p.put("num.network.threads", "2");
    p.put("num.io.threads", "4");
    p.put("background.threads", "2");
    p.put("log.cleaner.dedupe.buffer.size", "8388608");
    p.put("log.cleaner.io.buffer.size", "131072");
    p.put("log.index.size.max.bytes", "1048576");
    return p;
  }
}
