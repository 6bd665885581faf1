package dev.recur.service.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.recur.service.history.EventLog;
import dev.recur.service.history.EventLog.Event;
import dev.recur.service.history.EventLog.Page;
import dev.recur.service.history.Positions;
import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;
import dev.recur.service.read.Merchants;
import dev.recur.service.read.Subscriptions;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ledger's events, of a subscription or of a merchant. */
@Controller(value = "/events", port = "${recur.admin.port}")
@ExecuteOn(TaskExecutors.VIRTUAL)
final class EventController {

  private final EventLog log;
  private final Subscriptions subscriptions;
  private final Merchants merchants;

  EventController(EventLog log, Subscriptions subscriptions, Merchants merchants) {
    this.log = log;
    this.subscriptions = subscriptions;
    this.merchants = merchants;
  }

  /** Some events, and how to go on. */
  @Serdeable
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record EventPage(List<Event> events, String next, boolean more) {}

  @Get
  EventPage events(HttpRequest<?> request) {
    Fields query = Queries.query(request, Set.of("subscriptionId", "clientId", "after", "limit"));
    String subscriptionId = query.optionalText("subscriptionId", CommonFields.ID_CHARS_MAX);
    String clientId = query.optionalText("clientId", CommonFields.ID_CHARS_MAX);
    if (subscriptionId != null && clientId != null) {
      throw query.refuse("clientId", "and subscriptionId are both there: send one of them.");
    }
    if (subscriptionId == null && clientId == null) {
      throw query.refuse(
          "clientId",
          "is missing, and so is subscriptionId: send one of them, to say whose events.");
    }
    if (!subscriptions.isCaughtUp()) {
      throw new NotDoneException("This instance has just started and is still reading.", null);
    }
    Page page =
        subscriptionId != null
            ? ofSubscription(subscriptionId, query)
            : ofMerchant(Objects.requireNonNull(clientId), query);
    return new EventPage(page.events(), page.next(), page.more());
  }

  private Page ofSubscription(String subscriptionId, Fields query) {
    if (subscriptions.find(subscriptionId) == null) {
      throw new UnknownException("There is no such subscription: send an id you were given.");
    }
    @Nullable Long after = query.optionalInteger("after", 0, Long.MAX_VALUE);
    return log.ofSubscription(subscriptionId, Objects.requireNonNullElse(after, 0L), limit(query));
  }

  private Page ofMerchant(String clientId, Fields query) {
    if (merchants.find(clientId) == null) {
      throw UnknownException.merchant();
    }
    return log.ofMerchant(clientId, Positions.read(query, "after"), limit(query));
  }

  private static int limit(Fields query) {
    Long limit = query.optionalInteger("limit", 1, EventLog.LIMIT_MAX);
    return limit == null ? EventLog.LIMIT_DEFAULT : limit.intValue();
  }
}
