package dev.recur.billing.domain;

/**
 * What follows from an input in a state. Total: every input in every state gives events, a refusal
 * with its reason, or nothing, never an exception.
 */
public final class Decider {
  private Decider() {}

  /**
   * Decides one input.
   *
   * @param state the subscription as it is
   * @param input what it is confronted with
   * @param moment when; its {@code at} is never before the state's
   */
  public static Decision decide(State state, Input input, Moment moment) {
    return switch (input) {
      case Input.Command command -> Commands.decide(state, command, moment);
      case Input.ChannelAnswer answer -> Charging.onAnswer(state, answer, moment);
      case Input.Due due -> DueItems.decide(state, due, moment);
    };
  }
}
