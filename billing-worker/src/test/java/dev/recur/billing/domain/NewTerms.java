package dev.recur.billing.domain;

import java.util.Optional;

/** What a merchant asks for in an update, word by word; what is not named stays as it is. */
final class NewTerms {
  private final String requestId;
  private Optional<String> description = Optional.empty();
  private Optional<Money> price = Optional.empty();
  private Optional<PeriodRule> rule = Optional.empty();
  private Optional<String> end = Optional.empty();
  private Optional<UpdateRequest.Difference> difference = Optional.empty();
  private Optional<String> next = Optional.empty();
  private boolean awaited;

  private NewTerms(String requestId) {
    this.requestId = requestId;
  }

  static NewTerms of(String requestId) {
    return new NewTerms(requestId);
  }

  NewTerms text(String words) {
    description = Optional.of(words);
    return this;
  }

  NewTerms price(long minor) {
    return price(Given.usd(minor));
  }

  NewTerms price(Money amount) {
    price = Optional.of(amount);
    return this;
  }

  NewTerms every(int number, PeriodUnit of) {
    rule = Optional.of(new PeriodRule(of, number));
    return this;
  }

  NewTerms until(String time) {
    end = Optional.of(time);
    return this;
  }

  /** The buyer pays this much now. */
  NewTerms pay(long minor) {
    return settle(true, Given.usd(minor));
  }

  /** This much goes back now. */
  NewTerms giveBack(long minor) {
    return settle(false, Given.usd(minor));
  }

  NewTerms settle(boolean pay, Money amount) {
    difference = Optional.of(new UpdateRequest.Difference(pay, amount));
    return this;
  }

  /** The next period starts then. */
  NewTerms nextPeriodAt(String time) {
    next = Optional.of(time);
    return this;
  }

  NewTerms fromTheNextPeriod() {
    awaited = true;
    return this;
  }

  UpdateRequest build() {
    return new UpdateRequest(
        requestId,
        description,
        price,
        rule,
        end.map(Given::time),
        Optional.empty(),
        difference,
        next.map(Given::time),
        awaited);
  }
}
