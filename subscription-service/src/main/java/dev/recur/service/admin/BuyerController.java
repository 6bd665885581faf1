package dev.recur.service.admin;

import dev.recur.schemas.buyer.BuyerData;
import dev.recur.schemas.id.Identity;
import dev.recur.service.buyer.KeptBuyers;
import dev.recur.service.buyer.NotKeptException;
import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;
import dev.recur.service.read.Merchants;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Set;

/**
 * Forgets buyers, of one merchant. At once for everybody who asks from now on; what is written over
 * is gone from the broker's disks within 25 hours.
 */
@Controller(value = "/admin/merchants/{clientId}/buyers", port = "${recur.admin.port}")
@ExecuteOn(TaskExecutors.VIRTUAL)
final class BuyerController {

  private final KeptBuyers buyers;
  private final Merchants merchants;

  BuyerController(KeptBuyers buyers, Merchants merchants) {
    this.buyers = buyers;
    this.merchants = merchants;
  }

  /** How many were forgotten, one for each subscription; none when nothing was known any more. */
  @Serdeable
  record Forgotten(int forgotten) {}

  /** Forgets the buyer of a subscription, or of every subscription with an e-mail address. */
  @Post(value = "/forget", consumes = MediaType.ALL)
  HttpResponse<?> forget(String clientId, HttpRequest<byte[]> request) {
    Fields body = Queries.body(request, Set.of("subscriptionId", "email"));
    String subscriptionId = body.optionalText("subscriptionId", CommonFields.ID_CHARS_MAX);
    String email = body.optionalText("email", BuyerData.EMAIL_CHARS_MAX);
    if (merchants.find(clientId) == null) {
      return HttpResponse.notFound(
          new Problem("There is no such merchant: send a clientId that is registered."));
    }
    try {
      if (subscriptionId != null && email == null) {
        return HttpResponse.ok(new Forgotten(forgetOf(clientId, subscriptionId)));
      }
      if (email != null && subscriptionId == null) {
        return HttpResponse.ok(new Forgotten(buyers.forgetAt(clientId, email.strip())));
      }
    } catch (NotKeptException e) {
      throw new NotDoneException(String.valueOf(e.getMessage()), e);
    }
    throw body.refuse("subscriptionId", "or email names who is forgotten: send one of them.");
  }

  private int forgetOf(String clientId, String subscriptionId) {
    return Identity.isSubscriptionId(subscriptionId) ? buyers.forget(clientId, subscriptionId) : 0;
  }
}
