package dev.recur.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.demo.Entry.Who;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Where a play is played: a test clock of its own, the merchant, the buyer and the operator, and
 * everything that can be seen from outside, which it writes down. Times are local, in the play's
 * zone.
 */
public final class Stage {

  /** Webhooks are promised within 5 s; this is three times as long. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final Scenery scenery;
  private final Diary diary;
  private final TestClock clock;
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final Map<String, String> requestIds = new HashMap<>();
  private MerchantClient merchant;
  private int webhooksAwaited;
  private int mailsAwaited;

  /**
   * What all plays have in common.
   *
   * @param stack how everything is reached
   * @param http what it is reached by
   * @param merchant the sample merchant
   * @param bank what the payment channel was asked for
   * @param inbox what the merchant has received
   * @param mails what buyers were written
   */
  record Scenery(
      Stack stack,
      Loopback http,
      MerchantClient merchant,
      Operator operator,
      BankSide bank,
      Inbox inbox,
      Mails mails) {

    static Scenery of(Stack stack, Loopback http) {
      return new Scenery(
          stack,
          http,
          client(stack, http, stack.merchant()),
          new Operator(stack, http),
          new BankSide(stack, http),
          new Inbox(stack, http),
          new Mails(stack, http));
    }

    /** Who speaks for another merchant, whose webhooks are seen from now on. */
    MerchantClient another(Credentials another) {
      inbox.know(another);
      return client(stack, http, another);
    }

    private static MerchantClient client(Stack stack, Loopback http, Credentials merchant) {
      return new MerchantClient(stack.gateway(), merchant, http, InstantSource.system());
    }
  }

  /** Sets up a play: makes its clock. */
  Stage(Scenery scenery, Play play, Diary diary) {
    this.scenery = scenery;
    this.diary = diary;
    this.merchant = scenery.merchant();
    this.clock = TestClock.at(play.opensAt(), scenery.operator());
  }

  /** Begins a part of the diary. */
  public void scene(String text) {
    diary.heading(text);
  }

  /**
   * The operator registers another merchant, who makes all offers from now on.
   *
   * @param trait what it has beyond the sample merchant, for example {@code pciCertified}
   */
  public void register(String trait, Object value) {
    merchant = scenery.another(scenery.operator().register(trait, value));
    tell(Who.OPERATOR, "merchant", "", "another one; %s %s".formatted(trait, value));
  }

  /**
   * The merchant offers a subscription (Antom, create).
   *
   * @throws DemoFailedException when it is refused
   */
  public Subscription create(Offer offer) {
    return begin(offer, Creation.Call.CREATE);
  }

  /**
   * The merchant offers a payment that begins a subscription (Antom, pay: subscriptionInfo).
   *
   * @throws DemoFailedException when it is refused
   */
  public Subscription pay(Offer offer) {
    return begin(offer, Creation.Call.PAY);
  }

  /**
   * The same in a session of the hosted page (Antom, createPaymentSession).
   *
   * @throws DemoFailedException when it is refused
   */
  public Subscription openSession(Offer offer) {
    return begin(offer, Creation.Call.SESSION);
  }

  /** The merchant offers what is refused; the diary has the reason. */
  public void createInVain(Offer offer) {
    new Creation(this, offer, Creation.Call.CREATE).ask();
  }

  /** The merchant offers a payment that is refused; the diary has the reason. */
  public void payInVain(Offer offer) {
    new Creation(this, offer, Creation.Call.PAY).ask();
  }

  /** An upstream system creates a subscription, and approves it for the buyer, on the topic. */
  public Subscription createOnTopic(Offer offer) {
    try (Upstream upstream = new Upstream(scenery.stack())) {
      Creation creation = new Creation(this, offer, Creation.Call.CREATE);
      String id = upstream.create(creation.requestId(), creation.body());
      tell(
          Who.UPSTREAM, "create", offer.price(), "onto subscription.commands; " + creation.words());
      Subscription subscription =
          follow(
              merchant,
              creation.address(),
              telling(offer.label(), offer.description()),
              id,
              Buyer.UNINVITED);
      upstream.approve(id);
      tell(Who.UPSTREAM, "approve", "", "onto subscription.commands; for the buyer");
      // Nobody answers whoever writes onto a topic: it is there when inquiries show it.
      if (!await(() -> subscription.observer().isApproved())) {
        throw new DemoFailedException("Waited in vain for what was written onto the topic");
      }
      return subscription;
    }
  }

  /** Sends the clock on; returns when everything due until then is decided, charged and settled. */
  public void goTo(String time) {
    clock.goTo(at(time));
  }

  /** Sends the clock on as if nothing had run meanwhile. */
  public void outageUntil(String time) {
    tell(Who.CLOCK, "outage", "", "nothing runs until " + shown(time));
    clock.jumpTo(at(time));
  }

  /** Sends the clock on, and looks. */
  public void lookOn(String time, int webhooks) {
    lookOn(time, webhooks, 0);
  }

  /** The same where buyers are written to. */
  public void lookOn(String time, int webhooks, int mails) {
    goTo(time);
    look(webhooks, mails);
  }

  /**
   * Writes down everything that is new, and what inquiries say now.
   *
   * @param webhooks how many have come since the last look; more than that is new the next time
   * @throws DemoFailedException when there are fewer
   */
  public void look(int webhooks) {
    look(webhooks, 0);
  }

  /**
   * The same where buyers are written to.
   *
   * @param mails how many have come since the last look; more than that is new the next time
   * @throws DemoFailedException when there are fewer
   */
  public void look(int webhooks, int mails) {
    clock.settle();
    webhooksAwaited += webhooks;
    mailsAwaited += mails;
    boolean complete =
        await(() -> webhooksReceived() >= webhooksAwaited && mailsReceived() >= mailsAwaited);
    diary.write(news(true));
    if (!complete) {
      throw new DemoFailedException(
          "Waited in vain: of %d webhooks so far, %d came, and of %d mails %d"
              .formatted(webhooksAwaited, webhooksReceived(), mailsAwaited, mailsReceived()));
    }
  }

  /** What nobody waited for: it came after the play. */
  List<Entry> epilogue() {
    return news(false);
  }

  /** Holds bank, webhooks and inquiries against each other. */
  void closeBooks() {
    Books books = new Books();
    for (Subscription subscription : subscriptions) {
      Observer observer = subscription.observer();
      books.add(observer.ledger(), observer.webhooks(), observer.payments());
    }
    diary.write(List.of(books.close(clock.now())));
  }

  Scenery scenery() {
    return scenery;
  }

  /** Who makes the offers. */
  MerchantClient merchant() {
    return merchant;
  }

  TestClock clock() {
    return clock;
  }

  ZoneId zone() {
    return clock.now().getZone();
  }

  /** The id of the play's request of that name. */
  String requestId(String name) {
    return requestIds.computeIfAbsent(name, Words::requestId);
  }

  ZonedDateTime at(String time) {
    return LocalDateTime.parse(time).atZone(zone());
  }

  /** A local time as the wire has it. */
  String wire(String time) {
    return at(time).toOffsetDateTime().toString();
  }

  /** A local time as the diary has it. */
  String shown(String time) {
    return Words.second(at(time));
  }

  void tell(Entry entry) {
    diary.write(List.of(entry));
  }

  void tell(Who who, String about, String amount, String text) {
    tell(new Entry(clock.now(), who, about, amount, text));
  }

  /**
   * Looks at one more subscription from now on.
   *
   * @param owner who made the offer
   * @param address where its buyer is written to; empty: nowhere
   * @param telling what it is called
   * @param invitation the answer that told the merchant where to send the buyer
   */
  Subscription follow(
      MerchantClient owner, String address, Telling telling, String id, JsonNode invitation) {
    Subscription subscription =
        new Subscription(
            this, owner, new Observer(scenery, owner, id, address, telling), invitation);
    subscriptions.add(subscription);
    return subscription;
  }

  /** How a subscription of this play is told of. */
  Telling telling(String label, String description) {
    return new Telling(clock::now, label, this::labelOf, description);
  }

  private Subscription begin(Offer offer, Creation.Call call) {
    Creation creation = new Creation(this, offer, call);
    Reply reply = creation.ask();
    if (!reply.isSuccess()) {
      throw new DemoFailedException(call.word() + " was answered " + reply.body().path("result"));
    }
    return follow(
        merchant,
        creation.address(),
        telling(offer.label(), offer.description()),
        reply.body().path("subscriptionId").asText(),
        reply.body());
  }

  private List<Entry> news(boolean andInquiries) {
    List<Entry> news = new ArrayList<>();
    for (Subscription subscription : subscriptions) {
      news.addAll(subscription.observer().news());
    }
    if (andInquiries) {
      for (Subscription subscription : subscriptions) {
        news.add(subscription.observer().inquiry());
      }
    }
    return news.stream().sorted(Entry.IN_TIME).toList();
  }

  /** What the subscription with this id is called in this play. */
  private String labelOf(String subscriptionId) {
    return subscriptions.stream()
        .map(Subscription::observer)
        .filter(observer -> observer.subscriptionId().equals(subscriptionId))
        .map(observer -> observer.telling().label())
        .findFirst()
        .orElse("a stranger");
  }

  private int webhooksReceived() {
    return subscriptions.stream().mapToInt(s -> s.observer().webhooks().size()).sum();
  }

  private int mailsReceived() {
    return subscriptions.stream().mapToInt(s -> s.observer().mails().size()).sum();
  }

  /** Waits for something, for a bounded time. */
  private static boolean await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      pause();
    }
    return true;
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_LOOKS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailedException("Interrupted while waiting", e);
    }
  }
}
