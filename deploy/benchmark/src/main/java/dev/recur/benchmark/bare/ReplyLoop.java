package dev.recur.benchmark.bare;

import dev.recur.benchmark.rig.Template;
import dev.recur.local.http.BadRequestException;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * What the worker is measured against where commands are decided, as a process: a reply to each
 * command, in Kafka's transactions and with the services' settings. There is no state, and nothing
 * is decoded, decided or encoded. {@code ReplyLoop CONTROL_PORT PLAN_FILE}.
 */
public final class ReplyLoop {

  /**
   * What it is to do.
   *
   * @param commands topic
   * @param replies topic
   * @param patterns replies as the worker wrote them, whose turn it is one after the other
   */
  record Plan(BarePlace place, String commands, String replies, List<Template> patterns) {}

  private ReplyLoop() {}

  /** Runs until it is ended. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Plan plan = BareStreams.plan(args[1], Plan.class);
    Topology topology =
        new Topology()
            .addSource(
                "commands",
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                plan.commands())
            .addProcessor("reply", () -> new Replying(plan.patterns()), "commands")
            .addSink(
                "replies",
                plan.replies(),
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                "reply");
    BareStreams.run(
        Integer.parseInt(args[0]),
        plan.place(),
        topology,
        request -> {
          throw new BadRequestException(404, "There is no " + request.path());
        });
  }

  private static final class Replying extends ContextualProcessor<byte[], byte[], byte[], byte[]> {

    private final List<Template> patterns;
    private final List<byte[]> values;
    private int next;

    Replying(List<Template> patterns) {
      this.patterns = patterns;
      this.values = patterns.stream().map(Template::bytes).toList();
    }

    @Override
    public void process(Record<byte[], byte[]> command) {
      Header id = command.headers().lastHeader(RoundTrips.COMMAND_ID);
      Headers headers = new RecordHeaders();
      patterns.get(next).putHeaders(headers);
      headers.remove(RoundTrips.COMMAND_ID).add(id);
      context()
          .forward(new Record<>(command.key(), values.get(next), command.timestamp(), headers));
      next = (next + 1) % patterns.size();
    }
  }
}
