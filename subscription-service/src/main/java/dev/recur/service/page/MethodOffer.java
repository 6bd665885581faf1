package dev.recur.service.page;

import dev.recur.schemas.method.CardNumber;
import dev.recur.schemas.method.MethodKind;
import dev.recur.schemas.method.MethodRules;
import dev.recur.schemas.method.MethodUse;
import dev.recur.schemas.method.PaymentMethods;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.terms.PaymentMethod;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the buyer may pay with, and whether an approval fits it.
 *
 * @param words in which methods are called, and objected to
 * @param view the subscription
 * @param codes of the methods, in the order in which they are shown
 * @param replaces true when the buyer is to pay otherwise than before, false when it agrees
 * @param tokenises true when there is a channel to which the page can send a card
 */
record MethodOffer(
    Wording words, SubscriptionView view, List<String> codes, boolean replaces, boolean tokenises) {

  /**
   * One method.
   *
   * @param name as buyers know it
   * @param byCard true when the buyer's card is asked for
   */
  record Method(String code, String name, boolean byCard) {}

  MethodOffer {
    codes = List.copyOf(codes);
  }

  /** To agree with: what the request named, or let the buyer choose from. */
  static MethodOffer toAgree(Wording words, SubscriptionView view, boolean tokenises) {
    List<String> choices = view.methods().choices();
    return new MethodOffer(
        words,
        view,
        choices.isEmpty() ? List.of(view.paymentMethod().type()) : choices,
        false,
        tokenises);
  }

  /**
   * To pay with from now on: what the buyer could choose from at first; else what is known where
   * the present method is, that one among them. What the plan does not allow is left out, as is a
   * card that could be sent nowhere; nothing may be left.
   */
  static MethodOffer toReplace(Wording words, SubscriptionView view, boolean tokenises) {
    PaymentMethods catalogue = view.methods().profile().methods();
    String present = view.paymentMethod().type();
    List<String> choices = view.methods().choices();
    Set<String> home = catalogue.find(present).map(MethodRules::countries).orElse(Set.of());
    MethodUse use = use(view);
    List<String> codes =
        catalogue.offered(Optional.empty(), use).stream()
            .filter(
                method ->
                    choices.isEmpty()
                        ? method.countries().isEmpty() || home.stream().anyMatch(method::isKnownIn)
                        : choices.contains(method.code()))
            .filter(method -> tokenises || method.kind() != MethodKind.CARD)
            .map(MethodRules::code)
            .toList();
    return new MethodOffer(words, view, codes, true, tokenises);
  }

  /** As the worker judges it: periods that were opened ask nothing of a method any more. */
  private static MethodUse use(SubscriptionView view) {
    int next = view.currentPeriod() == null ? 1 : view.currentPeriod().number() + 1;
    return new MethodUse(
        view.paymentAmount().currency(),
        !view.billing().isSelfManaged(),
        view.billing().isSignOnly(),
        view.paymentAmount().isFree()
            || view.trials().stream()
                .anyMatch(trial -> trial.price().isFree() && trial.endPeriod() >= next));
  }

  /**
   * The methods in the order in which they are shown; the first is the one nobody has to choose.
   */
  List<Method> methods() {
    return codes.stream().map(code -> new Method(code, name(code, codes), byCard(code))).toList();
  }

  /** How the subscription's own method is called. */
  String settledName() {
    String code = view.paymentMethod().type();
    return name(code, List.of(code));
  }

  /**
   * Why nobody can approve so, in words for whoever sent it; empty when they can. In sandbox a
   * program may approve without the card that a buyer would have to enter; in another's place a
   * card is nothing without its token, there too.
   */
  Optional<String> objection(Approval approval, boolean browser) {
    String code =
        Optional.ofNullable(approval.paymentMethodType()).orElse(view.paymentMethod().type());
    Optional<Method> chosen =
        methods().stream().filter(method -> method.code().equals(code)).findFirst();
    if (chosen.isEmpty()) {
      return Optional.of(words.say("problem.method"));
    }
    String id = approval.paymentMethodId();
    if (id != null && CardNumber.isIn(id)) {
      return Optional.of(
          browser
              ? words.say("problem.cardNumber")
              : "That is a card number, which is not taken here: send the channel's token for it.");
    }
    if (chosen.get().byCard() && id == null && (browser || replaces || !view.sandbox())) {
      return Optional.of(
          browser
              ? words.say("problem.noScript")
              : "A card is paid with its token: send it as paymentMethodId.");
    }
    return Optional.empty();
  }

  private boolean byCard(String code) {
    PaymentMethod settled = view.paymentMethod();
    boolean known = !replaces && settled.id() != null && settled.type().equals(code);
    return tokenises
        && !known
        && rules(code).filter(method -> method.kind() == MethodKind.CARD).isPresent();
  }

  /** Two methods of one name are told apart by where they are. */
  private String name(String code, List<String> among) {
    MethodRules method = rules(code).orElse(null);
    if (method == null) {
      return code;
    }
    boolean shared =
        among.stream()
            .filter(other -> !other.equals(code))
            .anyMatch(
                other -> rules(other).filter(o -> o.name().equals(method.name())).isPresent());
    // What is no brand has a name of its own in each language.
    String name = words.find("method." + code).orElse(method.name());
    return shared ? words.say("method.shared", name, countries(method)) : name;
  }

  private String countries(MethodRules method) {
    return method.countries().stream()
        .map(country -> Locale.of("", country).getDisplayCountry(words.words().locale()))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private Optional<MethodRules> rules(String code) {
    return view.methods().profile().methods().find(code);
  }
}
