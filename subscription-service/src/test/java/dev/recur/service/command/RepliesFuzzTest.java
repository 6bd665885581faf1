package dev.recur.service.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.avro.ClockReached;
import dev.recur.schemas.avro.CommandOutcome;
import dev.recur.schemas.avro.CommandReply;
import dev.recur.schemas.avro.ResultStatus;
import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.serde.Samples;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/**
 * Whatever values of the right schema lie on {@code command.replies}: each is the answer that it
 * says to the one whom it names, and to nobody else; then the next one is answered.
 */
class RepliesFuzzTest {

  private static final String WAITING = "c-waiting";
  private static final String OTHER = "c-other";

  private final PendingReplies pending = new PendingReplies();
  private final RepliesListener listener =
      new RepliesListener(List.of(new OutcomeObserver(pending)));
  private long offset;

  @Test
  void anyReply_shouldAnswerWhomItNames_andNobodyElse() {
    List<CommandReply> right =
        Stream.concat(
                Stream.of(ResultStatus.values()).map(status -> reply(WAITING, status)),
                Stream.of(
                    CommandReply.newBuilder()
                        .setClockReached(new ClockReached("T1", 0, Instant.EPOCH))
                        .build()))
            .toList();

    assertThat(Fuzz.ofRecords("replies", right).run(this::taken))
        .containsKeys("accepted", "refused", "underway", "for nobody here");
  }

  private static CommandReply reply(String commandId, ResultStatus status) {
    return CommandReply.newBuilder()
        .setOutcome(new CommandOutcome(commandId, "S1", status, "SUCCESS", "success.", 7L))
        .build();
  }

  private String taken(byte[] input) {
    CommandReply reply = Samples.read(CommandReply.class, input);
    CommandOutcome outcome = reply.getOutcome();
    CompletableFuture<Reply> waiting = pending.open(WAITING);
    CompletableFuture<Reply> other = pending.open(OTHER);
    try {
      read(reply);

      boolean isNamed = outcome != null && outcome.getCommandId().equals(WAITING);
      assertThat(waiting.isDone()).isEqualTo(isNamed);
      assertThat(other).isNotDone();
      String came = isNamed ? said(waiting.join(), outcome) : "for nobody here";

      read(reply(OTHER, ResultStatus.SUCCEEDED));
      assertThat(other).isCompletedWithValue(new Reply.Decided(true, "SUCCESS", "success.", 7));
      return came;
    } finally {
      pending.close(WAITING);
      pending.close(OTHER);
    }
  }

  /** What is not known is never told as decided. */
  private static String said(Reply reply, CommandOutcome outcome) {
    Reply.Answered answered = (Reply.Answered) reply;
    assertThat(answered.code()).isEqualTo(outcome.getCode());
    assertThat(answered.message()).isEqualTo(outcome.getMessage());
    assertThat(answered.sequence()).isEqualTo(outcome.getSequence());
    return switch (answered) {
      case Reply.Decided decided -> {
        assertThat(outcome.getStatus())
            .isEqualTo(decided.accepted() ? ResultStatus.SUCCEEDED : ResultStatus.FAILED);
        yield decided.accepted() ? "accepted" : "refused";
      }
      case Reply.Underway _ -> {
        assertThat(outcome.getStatus()).isEqualTo(ResultStatus.UNKNOWN);
        yield "underway";
      }
    };
  }

  private void read(CommandReply reply) {
    CommandOutcome outcome = reply.getOutcome();
    String key = outcome == null ? "T1" : outcome.getSubscriptionId();
    listener.onRecord(new TopicRecord<>(key, reply, 0, offset++, 0, new RecordHeaders()));
  }
}
