package dev.recur.billing.domain;

import java.util.List;
import java.util.Optional;

/**
 * Which method each attempt of a payment used: it may be replaced between two of them, and an
 * attempt may turn out long afterwards to have been charged.
 *
 * @param changes ascending, each in force up to the next; empty where an earlier release kept it
 */
public record MethodsUsed(List<From> changes) {
  static final MethodsUsed NONE = new MethodsUsed(List.of());

  public MethodsUsed {
    changes = List.copyOf(changes);
  }

  /**
   * A method, and the first attempt that used it.
   *
   * @param attempt its number, from 1
   */
  public record From(int attempt, PaymentMethod method) {}

  /** The same, with one more attempt. */
  MethodsUsed and(int attempt, PaymentMethod method) {
    return of(attempt).filter(method::equals).isPresent()
        ? this
        : new MethodsUsed(Few.and(changes, new From(attempt, method)));
  }

  /** The method of an attempt; empty when it is not known. */
  public Optional<PaymentMethod> of(int attempt) {
    return Few.first(changes.reversed(), from -> from.attempt() <= attempt).map(From::method);
  }
}
