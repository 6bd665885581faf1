package dev.recur.notifier.queue;

import java.util.OptionalDouble;

/**
 * How much a lane's receiver is asked at a time. Everything is learnt from its answers and lost
 * with the process, which begins carefully again. Waiting here uses up no attempt.
 *
 * <ul>
 *   <li>Attempts in the air: one more for quick acknowledgements, half as many for a timeout, a 429
 *       or a 503 (AIMD).
 *   <li>A breaker: open after answers that show the receiver in trouble, then one single probe at
 *       growing pauses until one is not.
 *   <li>A pause that the receiver asks for by Retry-After.
 *   <li>A rate, where the merchant set one.
 *   <li>At most half of the room is for retries and replays.
 * </ul>
 *
 * <p>Times are milliseconds since 1970, and inputs. Used by one thread.
 */
public final class LaneControl {

  /** Not before an outcome is known. */
  public static final long NEVER = Long.MAX_VALUE;

  /** Most attempts of any lane in the air. */
  public static final int IN_THE_AIR_MAX = 64;

  static final int IN_THE_AIR_START = 8;

  /** Acknowledgements that take longer are no reason to ask for more at a time. */
  static final long QUICK_MS_MAX = 1_000;

  /** So many attempts without an answer in a row open the breaker. */
  static final int NO_ANSWERS_MAX = 5;

  /** So large a part of the answers of {@link TroubleWindow} opens it too. */
  static final int TROUBLE_PERCENT_MAX = 70;

  /** How long the breaker is open at first; doubled after each probe that fails. */
  static final long PAUSE_MS_MIN = 5_000;

  static final long PAUSE_MS_MAX = 300_000;

  /** Longest the receiver's wish to be left alone is followed. */
  static final long RETRY_AFTER_MS_MAX = Rules.RETRY_AFTER_MAX.toMillis();

  private static final double MS_PER_SECOND = 1_000.0;

  /**
   * So much of a token may be missing after waiting for it, by the arithmetic of floating point.
   */
  private static final double ROUNDING = 1e-9;

  /** What the breaker does. */
  public enum Breaker {
    /** Attempts are made. */
    CLOSED,
    /** None is made before its pause is over. */
    OPEN,
    /** One is in the air, and none besides. */
    PROBING
  }

  /**
   * One attempt that was begun; give it back with its outcome.
   *
   * @param first true when it uses the room that is kept for first attempts
   * @param probe true when it is the one that shows whether the receiver is well again
   */
  public record Ticket(boolean first, boolean probe, long startedAtMs) {}

  private final int inTheAirMax;
  private final TroubleWindow window = new TroubleWindow();

  private int firsts;
  private int others;
  private double limit;
  private boolean growsFast = true;
  private long cutAtMs = Long.MIN_VALUE;

  private Breaker breaker = Breaker.CLOSED;
  private int noAnswers;
  private long pauseMs = PAUSE_MS_MIN;
  private long pausedUntilMs = Long.MIN_VALUE;

  private OptionalDouble ratePerSecond = OptionalDouble.empty();
  private double tokens;
  private long tokensAtMs = Long.MIN_VALUE;

  /**
   * Nothing is known of the receiver yet.
   *
   * @param inTheAirMax most attempts of the lane in the air, from 1
   */
  public LaneControl(int inTheAirMax) {
    this.inTheAirMax = inTheAirMax;
    this.limit = Math.min(IN_THE_AIR_START, inTheAirMax);
  }

  /**
   * Sets the merchant's own limit.
   *
   * @param perSecond most attempts per second; empty: no such limit
   */
  public void rate(OptionalDouble perSecond) {
    if (!ratePerSecond.equals(perSecond)) {
      ratePerSecond = perSecond;
      tokens = burst();
    }
  }

  /**
   * When an attempt may begin.
   *
   * @param first true for a delivery's first attempt
   * @return not after {@code nowMs}: now; {@link #NEVER}: ask again after an outcome
   */
  public long mayStartAt(boolean first, long nowMs) {
    if (breaker == Breaker.PROBING || firsts + others >= room()) {
      return NEVER;
    }
    if (!first && others >= Math.max(1, room() / 2)) {
      return NEVER;
    }
    return Math.max(pausedUntilMs, tokenAt(nowMs));
  }

  /** An attempt begins. */
  public Ticket started(boolean first, long nowMs) {
    refill(nowMs);
    tokens -= 1;
    if (first) {
      firsts++;
    } else {
      others++;
    }
    boolean probe = breaker == Breaker.OPEN;
    if (probe) {
      breaker = Breaker.PROBING;
    }
    return new Ticket(first, probe, nowMs);
  }

  /** An attempt is over. */
  public void finished(Ticket ticket, Answer answer, long nowMs) {
    int used = firsts + others;
    if (ticket.first()) {
      firsts--;
    } else {
      others--;
    }
    if (!answer.isTheReceivers()) {
      if (ticket.probe()) {
        // It shows nothing of the receiver: the next attempt is the probe.
        breaker = Breaker.OPEN;
      }
      return;
    }
    learn(ticket, answer, used, nowMs);
    if (ticket.probe()) {
      probed(answer, nowMs);
    } else if (breaker == Breaker.CLOSED) {
      watch(answer, nowMs);
    }
  }

  /** Nothing is begun before this time. */
  public void pauseUntil(long atMs) {
    pausedUntilMs = Math.max(pausedUntilMs, atMs);
  }

  /** The receiver asked to be left alone until this time. */
  public void retryAfter(long atMs, long nowMs) {
    pauseUntil(Math.min(atMs, nowMs + RETRY_AFTER_MS_MAX));
  }

  /**
   * Until when what was learnt counts, whatever there is to do: a lane that is forgotten sooner and
   * made anew would ask more of its receiver than it may.
   *
   * @return not after now: it would begin as a new one does
   */
  public long countsUntil() {
    // Of a receiver that was in trouble the next attempt is a probe, also a while after the pause.
    long untilMs = breaker == Breaker.CLOSED ? pausedUntilMs : pausedUntilMs + PAUSE_MS_MAX;
    return Math.max(untilMs, fullAt());
  }

  private long fullAt() {
    double missing = burst() - tokens;
    return ratePerSecond.isEmpty() || missing <= ROUNDING
        ? Long.MIN_VALUE
        : tokensAtMs + (long) Math.ceil(missing * MS_PER_SECOND / ratePerSecond.getAsDouble());
  }

  /** What the breaker does. */
  public Breaker breaker() {
    return breaker;
  }

  /** Most attempts in the air now, from 1. */
  public int room() {
    return (int) limit;
  }

  private void learn(Ticket ticket, Answer answer, int used, long nowMs) {
    if (answer == Answer.ACKNOWLEDGED) {
      boolean quick = nowMs - ticket.startedAtMs() <= QUICK_MS_MAX;
      // What is not used shows nothing about what the receiver can take.
      if (quick && 2 * used >= room()) {
        limit = Math.min(inTheAirMax, limit + (growsFast ? 1 : 1 / limit));
      }
    } else if ((answer == Answer.NONE || answer == Answer.OVERLOADED)
        && ticket.startedAtMs() > cutAtMs) {
      // One cut for all that were in the air together.
      limit = Math.max(1, limit / 2);
      growsFast = false;
      cutAtMs = nowMs;
    }
  }

  private void probed(Answer answer, long nowMs) {
    if (answer.isTrouble()) {
      pauseMs = Math.min(PAUSE_MS_MAX, 2 * pauseMs);
      open(nowMs);
      return;
    }
    breaker = Breaker.CLOSED;
    pauseMs = PAUSE_MS_MIN;
    // A receiver that has just come back meets its whole backlog: it is asked little at first.
    limit = 1;
    growsFast = true;
  }

  private void watch(Answer answer, long nowMs) {
    noAnswers = answer == Answer.NONE ? noAnswers + 1 : 0;
    window.add(answer.isTrouble(), nowMs);
    boolean isTooMuch = noAnswers >= NO_ANSWERS_MAX || window.isTrouble(TROUBLE_PERCENT_MAX, nowMs);
    if (answer.isTrouble() && isTooMuch) {
      open(nowMs);
    }
  }

  private void open(long nowMs) {
    breaker = Breaker.OPEN;
    pauseUntil(nowMs + pauseMs);
    noAnswers = 0;
    window.clear();
  }

  private long tokenAt(long nowMs) {
    if (ratePerSecond.isEmpty()) {
      return nowMs;
    }
    refill(nowMs);
    return tokens >= 1 - ROUNDING
        ? nowMs
        : nowMs + (long) Math.ceil((1 - tokens) * MS_PER_SECOND / ratePerSecond.getAsDouble());
  }

  private void refill(long nowMs) {
    if (ratePerSecond.isPresent() && tokensAtMs != Long.MIN_VALUE && nowMs > tokensAtMs) {
      double earned = (nowMs - tokensAtMs) * ratePerSecond.getAsDouble() / MS_PER_SECOND;
      tokens = Math.min(burst(), tokens + earned);
    }
    tokensAtMs = Math.max(tokensAtMs, nowMs);
  }

  /** What may be begun at once after a quiet time: as much as belongs to a second. */
  private double burst() {
    return Math.max(1, ratePerSecond.orElse(1));
  }
}
