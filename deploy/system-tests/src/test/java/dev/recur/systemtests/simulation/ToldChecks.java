package dev.recur.systemtests.simulation;

import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.WebhookAttempt;
import dev.recur.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Every receiver was told all that is told, each thing at least once and in sequence. */
final class ToldChecks {

  private final Receivers receivers;
  private final List<String> broken = new ArrayList<>();

  /** When it was first said that there is nobody to be told. */
  private final Map<Nobody, Instant> nobodies = new HashMap<>();

  /** What is not delivered because nobody is there, and where. */
  private record Nobody(String lane, String subscriptionId, long sequence) {}

  private ToldChecks(Simulation simulation) {
    receivers = simulation.receivers();
    for (WebhookAttempt attempt : simulation.world().all(Topics.WEBHOOK_ATTEMPTS)) {
      if (attempt.getOutcome() == AttemptOutcome.NOBODY) {
        nobodies.merge(
            new Nobody(attempt.getEndpoint(), attempt.getSubscriptionId(), attempt.getSequence()),
            attempt.getStartedAt(),
            (one, other) -> one.isBefore(other) ? one : other);
      }
    }
  }

  /** What is wrong, each in one sentence. */
  static List<String> of(Simulation simulation, Iterable<History> histories) {
    ToldChecks checks = new ToldChecks(simulation);
    histories.forEach(checks::told);
    checks.nobodies.forEach(
        (nobody, _) -> checks.broken.add("nobody was told, and is to be: " + nobody));
    return checks.broken;
  }

  private void told(History history) {
    List<Long> due = Told.byWebhook(history.events());
    for (String url : Parties.urlsOf(history.clientId())) {
      for (Receivers.Receipt receipt : told(history, url, due)) {
        int at = due.indexOf(receipt.sequence());
        long previous = at < 1 ? 0 : due.get(at - 1);
        if (receipt.previousSequence() != previous) {
          broken.add(
              "%s: before #%d came #%d"
                  .formatted(url, receipt.sequence(), receipt.previousSequence()));
        }
      }
    }
    if (history.notifiesBuyer()) {
      List<Long> letters = new ArrayList<>(Told.byLetter(history.events()));
      history.events().stream()
          .filter(event -> letters.contains(event.getSequence()))
          .filter(event -> isTooLate(event) && isNotTaken(event))
          .forEach(event -> letters.remove(event.getSequence()));
      told(history, Parties.MAIL, letters);
    } else {
      told(history, Parties.MAIL, List.of());
    }
  }

  /**
   * True when the mail server was not asked, because what the letter announces had come. That is an
   * excuse for an announcement once its lead is over, in the lane of letters, and for nothing else.
   */
  private boolean isTooLate(SubscriptionEvent event) {
    String lane = Parties.laneOfLetters(event.getClientId());
    Nobody nobody = new Nobody(lane, event.getSubscriptionId(), event.getSequence());
    Optional<Instant> announced = announced(event);
    if (announced.isEmpty() || !nobodies.containsKey(nobody)) {
      return false;
    }
    Duration lead = Duration.between(event.getAt(), announced.get());
    Instant begun = Objects.requireNonNull(event.getInput()).getRecordedAt();
    if (Objects.requireNonNull(nobodies.remove(nobody)).isBefore(begun.plus(lead))) {
      broken.add("what %s announces had not come".formatted(nobody));
    }
    return true;
  }

  private static Optional<Instant> announced(SubscriptionEvent event) {
    if (event.getTrialEnding() != null) {
      return Optional.of(event.getTrialEnding().getAt());
    }
    return event.getRenewalUpcoming() != null
        ? Optional.of(event.getRenewalUpcoming().getAt())
        : Optional.empty();
  }

  /** Before it was too late, a letter may have been taken all the same. */
  private boolean isNotTaken(SubscriptionEvent event) {
    return receivers.receipts().stream()
        .noneMatch(
            receipt ->
                receipt.url().equals(Parties.MAIL)
                    && receipt.subscriptionId().equals(event.getSubscriptionId())
                    && receipt.sequence() == event.getSequence()
                    && receipt.acknowledged());
  }

  private List<Receivers.Receipt> told(History history, String url, List<Long> due) {
    List<Receivers.Receipt> receipts =
        receivers.receipts().stream()
            .filter(receipt -> receipt.url().equals(url))
            .filter(receipt -> receipt.subscriptionId().equals(history.subscriptionId()))
            .toList();
    List<Long> acknowledged =
        receipts.stream()
            .filter(Receivers.Receipt::acknowledged)
            .map(Receivers.Receipt::sequence)
            .distinct()
            .sorted()
            .toList();
    if (!acknowledged.equals(due)) {
      broken.add("%s acknowledged %s and not %s".formatted(url, acknowledged, due));
    }
    // A request that never came is a first attempt too: what came first may be its retry.
    List<Long> first =
        receipts.stream()
            .filter(receipt -> receipt.attempt() == 1)
            .map(Receivers.Receipt::sequence)
            .distinct()
            .toList();
    if (!first.equals(first.stream().sorted().toList())) {
      broken.add("%s was first told %s".formatted(url, first));
    }
    return receipts;
  }
}
