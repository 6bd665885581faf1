package dev.recur.service.gateway;

import dev.recur.schemas.method.MethodKind;
import dev.recur.schemas.method.MethodRules;
import dev.recur.schemas.method.MethodUse;
import dev.recur.service.card.TokenisationSettings;
import dev.recur.service.gateway.wire.Refusal;
import dev.recur.service.gateway.wire.ResultCode;
import dev.recur.service.gateway.wire.SubscribingPayment;
import dev.recur.service.read.MerchantProfile;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * What the buyer's page offers where the merchant leaves the choice to the buyer: every method of
 * the merchant's catalogue that the buyer's country has and the plan can be paid with. Cards are
 * offered where there is a channel that the page can send them to.
 */
@Singleton
final class MethodChoices {

  private final TokenisationSettings tokenisation;

  MethodChoices(TokenisationSettings tokenisation) {
    this.tokenisation = tokenisation;
  }

  /**
   * Codes of the methods, in the order in which buyers are shown them; at least one.
   *
   * @throws Refusal when the plan can be paid with none
   */
  List<String> of(MerchantProfile merchant, SubscribingPayment request) {
    MethodUse use =
        new MethodUse(
            request.paymentAmount().currency(),
            !request.billing().isSelfManaged(),
            request.billing().isSignOnly(),
            request.paymentAmount().isFree()
                || request.trials().stream().anyMatch(trial -> trial.price().isFree()));
    List<String> codes =
        merchant
            .methodProfile()
            .methods()
            .offered(Optional.ofNullable(request.country()), use)
            .stream()
            .filter(method -> method.kind() != MethodKind.CARD || tokenisation.url().isPresent())
            .map(MethodRules::code)
            .toList();
    if (codes.isEmpty()) {
      throw new Refusal(
          ResultCode.PARAM_ILLEGAL,
          "No payment method of this country allows this plan: change currency, trials, collection"
              + " or firstBilling, or name a paymentMethod to be told what it does not allow.");
    }
    return codes;
  }
}
