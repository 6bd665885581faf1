package dev.recur.billing.domain;

import dev.recur.billing.domain.ScriptedChannel.Asked;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A subscription and a {@link Bank}, with a post between them that loses requests and answers,
 * holds them up, delivers them twice and in any order, and says that nothing is known meanwhile. It
 * keeps to what a channel has to keep to: it refuses a key only while the bank does not know it.
 */
final class Post {
  private final Bank bank;
  private final Random random;
  private final int delayMinutesMax;
  private final int lostOfTwelve;
  private final Book book = new Book();
  private final List<Event> events = new ArrayList<>();
  private final PriorityQueue<Letter> letters =
      new PriorityQueue<>(Comparator.comparing(Letter::at).thenComparingInt(Letter::number));
  private State state = State.UNBORN;
  private Instant now;
  private int posted;

  /** An answer under way. */
  private record Letter(Instant at, int number, Input.ChannelAnswer answer) {}

  /**
   * @param random how the post behaves
   * @param delayMinutesMax how long a letter takes at most; 0: none is lost or late, or comes twice
   * @param lostOfTwelve how many of twelve requests are never answered
   */
  Post(Bank bank, Random random, int delayMinutesMax, int lostOfTwelve, Instant start) {
    this.bank = bank;
    this.random = random;
    this.delayMinutesMax = delayMinutesMax;
    this.lostOfTwelve = lostOfTwelve;
    this.now = start;
  }

  State state() {
    return state;
  }

  Instant now() {
    return now;
  }

  List<Event> events() {
    return events;
  }

  Book book() {
    return book;
  }

  Optional<Answer> send(Input.Command command) {
    return take(command);
  }

  /** Time passes, and with it whatever falls due and arrives. */
  void until(Instant time) {
    while (true) {
      Optional<Instant> due = Agenda.nextDueAt(state).filter(at -> !at.isAfter(time));
      Optional<Letter> letter =
          Optional.ofNullable(letters.peek()).filter(next -> !next.at().isAfter(time));
      if (due.isEmpty() && letter.isEmpty()) {
        now = time;
        return;
      }
      if (letter.isPresent() && due.filter(at -> at.isBefore(letter.get().at())).isEmpty()) {
        letters.remove();
        now = later(letter.get().at());
        take(letter.get().answer());
      } else {
        now = later(due.orElseThrow());
        take(new Input.Due(due.get()));
      }
    }
  }

  private Instant later(Instant at) {
    return at.isAfter(now) ? at : now;
  }

  private Optional<Answer> take(Input input) {
    Decision decision = Decider.decide(state, book.with(state, input), new Moment(now, now));
    book.keep(state, decision);
    for (Event event : decision.events()) {
      state = Evolver.evolve(state, event, now);
      events.add(event);
    }
    decision.events().forEach(event -> Asked.by(event).ifPresent(this::carry));
    return decision.answer();
  }

  private void carry(Asked asked) {
    if (delayMinutesMax == 0) {
      post(asked, bank.present(asked), 0);
      return;
    }
    boolean inquiry = asked.inquiry() > 0;
    if (random.nextInt(12) < lostOfTwelve) {
      // It moved, or not; nobody ever says so.
      if (!inquiry && random.nextBoolean()) {
        bank.present(asked);
      }
      return;
    }
    if (inquiry && !bank.hasSeen(asked)) {
      post(asked, ScriptedChannel.NOT_FOUND, random.nextInt(3));
      return;
    }
    switch (random.nextInt(inquiry ? 3 : 8)) {
      case 0, 1, 2 -> {
        ChannelOutcome truth = bank.present(asked);
        int copies = 1 + random.nextInt(3);
        for (int copy = 0; copy < copies; copy++) {
          post(asked, truth, random.nextInt(delayMinutesMax));
        }
      }
      // It moved, or not; nobody says so yet.
      case 3 -> {
        bank.present(asked);
        post(asked, ScriptedChannel.UNKNOWN, random.nextInt(3));
      }
      case 4 -> {
        bank.present(asked);
        post(asked, ScriptedChannel.PENDING, random.nextInt(3));
      }
      // It moved, or not; read once more it is refused, by an adapter that does not ask first.
      case 5 -> {
        bank.present(asked);
        post(asked, ScriptedChannel.UNKNOWN, random.nextInt(3));
        post(asked, ScriptedChannel.REFUSED, 3 + random.nextInt(delayMinutesMax));
      }
      // Refused twice before the bank knew the key; the second refusal may take its time.
      case 6 -> {
        post(asked, ScriptedChannel.UNKNOWN, random.nextInt(3));
        post(asked, ScriptedChannel.REFUSED, 3 + random.nextInt(delayMinutesMax));
      }
      // The request is lost on its way.
      default -> post(asked, ScriptedChannel.UNKNOWN, random.nextInt(3));
    }
  }

  private void post(Asked asked, ChannelOutcome outcome, int minutes) {
    letters.add(
        new Letter(now.plus(Duration.ofMinutes(minutes)), posted++, asked.answered(outcome)));
  }

  /** What each payment moved as the ledger has it, by its id; of none that moved nothing. */
  Map<String, Long> chargedMinor() {
    return moved(false);
  }

  /** What went back as the ledger has it, by the refund's id. */
  Map<String, Long> paidBackMinor() {
    return moved(true);
  }

  private Map<String, Long> moved(boolean back) {
    Map<String, Long> minor = new HashMap<>();
    book.payments()
        .forEach(
            (id, payment) -> {
              long amount = payment.payment().amount().amountMinor();
              if (payment.succeeded() && amount > 0 && payment.refund().isPresent() == back) {
                minor.put(id, amount);
              }
            });
    return minor;
  }
}
