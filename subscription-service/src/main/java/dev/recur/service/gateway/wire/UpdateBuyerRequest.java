package dev.recur.service.gateway.wire;

import dev.recur.schemas.buyer.BuyerData;
import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code subscriptions/updateBuyer}, beyond Antom. What is there takes the place of what was,
 * whole; what is not there stays.
 *
 * @param buyer e-mail, name and locale
 * @param metadata the merchant's own
 */
public record UpdateBuyerRequest(
    String subscriptionId, Optional<BuyerData> buyer, Optional<Map<String, String>> metadata) {

  /** Reads the body. */
  public static UpdateBuyerRequest read(Fields body) {
    UpdateBuyerRequest request =
        new UpdateBuyerRequest(
            body.text("subscriptionId", CommonFields.ID_CHARS_MAX),
            BuyerFields.buyer(body),
            BuyerFields.metadata(body));
    if (request.buyer.isEmpty() && request.metadata.isEmpty()) {
      throw body.refuse("buyer", "and metadata are both missing: send what is to be kept.");
    }
    return request;
  }

  /**
   * What is known once this is done. Whoever did not want to be written to at an address, does not
   * want it afterwards either; another address has not been asked.
   */
  public BuyerData appliedTo(BuyerData before) {
    BuyerData data =
        buyer
            .map(
                now ->
                    new BuyerData(
                        now.email(),
                        now.name(),
                        now.locale(),
                        before.metadata(),
                        now.email().filter(before::isWrittenToAt).isPresent()
                            ? before.unsubscribed()
                            : Set.of()))
            .orElse(before);
    return metadata.map(data::withMetadata).orElse(data);
  }

  /** Says nothing of metadata, so that no log and no error does. */
  @Override
  public String toString() {
    return "UpdateBuyerRequest[" + subscriptionId + "]";
  }
}
