package dev.recur.notifier.notice;

import dev.recur.notifier.endpoint.Endpoint;
import dev.recur.schemas.id.EndpointLane;
import dev.recur.schemas.id.Identity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/** From one event of the ledger to what is delivered. */
public final class FanOut {

  private FanOut() {}

  /**
   * Where a notification goes.
   *
   * @param lane where it queues
   * @param url where it is posted to
   */
  private record Target(EndpointLane lane, String url) {}

  /**
   * False for what is told to nobody and remembered of nothing: of all events the most. Taking it
   * up would change only how far a context is, and what lies before an event that was told is not
   * told again anyway.
   */
  public static boolean concerns(LedgerEvent event) {
    return !(event.what() instanceof Happening.Internal);
  }

  /**
   * Takes up one event.
   *
   * @param known what is remembered of its subscription; empty for a new one
   * @param endpoints the merchant's, as they are now
   * @param mailing what an e-mail to the buyer needs; empty: none is made
   */
  public static Step take(
      Optional<Context> known,
      LedgerEvent event,
      List<Endpoint> endpoints,
      Optional<Mailing> mailing) {
    if (known.isEmpty()) {
      return event.what() instanceof Happening.Created created
          ? new Step.Taken(Context.begin(event, created), List.of())
          : new Step.Orphaned();
    }
    Context before = known.get();
    if (event.sequence() <= before.sequence()) {
      return new Step.Repeated();
    }
    Context after = before.after(event);
    List<Telling> tellings = new ArrayList<>();
    Notice.of(before, event.what())
        .map(notice -> tell(after, event, notice, targets(after, notice, endpoints)))
        .ifPresent(tellings::addAll);
    mailing
        .flatMap(it -> Correspondence.of(before, after, event, it))
        .map(facts -> write(after, event, facts))
        .ifPresent(tellings::add);
    return new Step.Taken(after.told(tellings, endpoints), tellings);
  }

  /**
   * The URL that the subscription or the refund names overrides the merchant's endpoints (Antom,
   * subscriptionNotificationUrl), except those that ask for it all the same.
   */
  private static List<Target> targets(Context context, Notice notice, List<Endpoint> endpoints) {
    List<Target> targets = new ArrayList<>();
    Optional<String> url = notice.url(context.terms().urls());
    url.ifPresent(
        named -> targets.add(new Target(EndpointLane.ofUrl(context.clientId(), named), named)));
    for (Endpoint endpoint : endpoints) {
      if (endpoint.wants(notice.eventType(), url.isPresent())) {
        EndpointLane lane =
            EndpointLane.ofEndpoint(
                context.clientId(),
                endpoint.endpointId(),
                endpoint.shards(),
                context.subscriptionId());
        targets.add(new Target(lane, endpoint.url()));
      }
    }
    return targets;
  }

  private static List<Telling> tell(
      Context context, LedgerEvent event, Notice notice, List<Target> targets) {
    // Most endpoints were told the same event before, and are told the same body now.
    Map<Long, String> bodies = new HashMap<>();
    LongFunction<String> body =
        previous ->
            bodies.computeIfAbsent(previous, it -> Renderer.render(context, event, notice, it));
    return targets.stream().map(target -> tell(context, event, notice, target, body)).toList();
  }

  /** An e-mail to the buyer, who alone knows to which address. */
  private static Telling write(Context context, LedgerEvent event, LetterFacts facts) {
    EndpointLane lane = EndpointLane.ofMail(context.clientId());
    String told = Context.toldAs(lane);
    return new Telling(
        Identity.deliveryId(event.subscriptionId(), event.sequence(), told),
        lane,
        "email",
        facts.wording().notice().eventType(),
        EndpointLane.MAIL,
        context.lastTold(told),
        facts.toJson());
  }

  private static Telling tell(
      Context context, LedgerEvent event, Notice notice, Target target, LongFunction<String> body) {
    String told = Context.toldAs(target.lane());
    long previous = context.lastTold(told);
    return new Telling(
        Identity.deliveryId(event.subscriptionId(), event.sequence(), told),
        target.lane(),
        notice.notification(),
        notice.eventType(),
        target.url(),
        previous,
        body.apply(previous));
  }
}
