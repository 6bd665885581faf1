package dev.recur.systemtests.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recur.notifier.sender.SimulatedSender.Answer;
import dev.recur.notifier.sender.SimulatedSender.Receiver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everybody who is told: what they have received, and what ails them. */
final class Receivers implements Receiver, Actor {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration UNWELL_MAX = Duration.ofHours(30);

  /** A receiver that is never well for five days is closed, which nobody here mends. */
  private static final Duration WELL_MIN = Duration.ofHours(20);

  private static final Answer ACKNOWLEDGED =
      new Answer(200, "{\"result\":{\"resultStatus\":\"S\"}}");

  private final World world;
  private final List<Receipt> receipts = new ArrayList<>();
  private final Map<String, Ailment> ailments = new HashMap<>();

  /**
   * A request that was made, whether or not it came.
   *
   * @param url where it went
   * @param acknowledged true when the sender was told that it came
   */
  record Receipt(
      String url,
      String deliveryId,
      int attempt,
      String subscriptionId,
      long sequence,
      long previousSequence,
      boolean acknowledged) {}

  private record Ailment(Kind kind, Instant until) {}

  private enum Kind {
    ERRORS,
    SILENCE,
    NO_S
  }

  Receivers(World world) {
    this.world = world;
  }

  List<Receipt> receipts() {
    return receipts;
  }

  @Override
  public Optional<Answer> post(String url, Map<String, String> headers, String body) {
    boolean reached = !world.fails(30);
    Optional<Answer> answer = reached ? answer(url) : Optional.empty();
    boolean acknowledged = answer.equals(Optional.of(ACKNOWLEDGED));
    if (acknowledged && world.fails(30)) {
      answer = Optional.empty();
      acknowledged = false;
    }
    JsonNode json = parse(body);
    Receipt receipt =
        new Receipt(
            url,
            String.valueOf(headers.get("webhook-id")),
            Integer.parseInt(String.valueOf(headers.get("webhook-attempt"))),
            json.path("subscriptionId").asText(),
            json.path("sequence").asLong(),
            json.path("previousSequence").asLong(),
            acknowledged);
    receipts.add(receipt);
    world.tell(
        "receiver: %s is told #%d of %s, attempt %d: %s",
        url,
        receipt.sequence(),
        receipt.subscriptionId(),
        receipt.attempt(),
        answer.map(given -> Integer.toString(given.status())).orElse("silence"));
    return answer;
  }

  @Override
  public boolean letter(String subscriptionId, String deliveryId, long sequence, int attempt) {
    boolean taken =
        !world.fails(30)
            && answer(Parties.MAIL).equals(Optional.of(ACKNOWLEDGED))
            && !world.fails(30);
    receipts.add(
        new Receipt(Parties.MAIL, deliveryId, attempt, subscriptionId, sequence, 0, taken));
    world.tell(
        "mail server: a letter about #%d of %s, attempt %d: %s",
        sequence, subscriptionId, attempt, taken ? "taken" : "silence");
    return taken;
  }

  private Optional<Answer> answer(String url) {
    Ailment ailment = ailments.get(url);
    if (world.isCalm() || ailment == null || !world.now().isBefore(ailment.until())) {
      return Optional.of(ACKNOWLEDGED);
    }
    return switch (ailment.kind()) {
      case ERRORS -> Optional.of(new Answer(world.happens(2) ? 500 : 503, ""));
      case SILENCE -> Optional.empty();
      case NO_S -> Optional.of(new Answer(400, "{\"result\":{\"resultStatus\":\"F\"}}"));
    };
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new AssertionError("A notification is not JSON: " + body, e);
    }
  }

  @Override
  public void steps(Steps possible) {
    possible.fault(1, this::ail);
  }

  private void ail() {
    String url = world.oneOf(Parties.urls());
    Ailment last = ailments.get(url);
    if (last == null || world.now().isAfter(last.until().plus(WELL_MIN))) {
      Ailment next =
          new Ailment(
              world.oneOf(List.of(Kind.values())),
              world.now().plus(world.upTo(world.happens(3) ? UNWELL_MAX : Duration.ofHours(1))));
      ailments.put(url, next);
      world.saw(Seen.AILMENT);
      world.tell("receiver: %s has %s until %s", url, next.kind(), next.until());
    }
  }
}
