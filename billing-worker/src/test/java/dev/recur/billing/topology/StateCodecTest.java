package dev.recur.billing.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.billing.domain.Amendment;
import dev.recur.billing.domain.Answer;
import dev.recur.billing.domain.Calendar;
import dev.recur.billing.domain.Change;
import dev.recur.billing.domain.ClockId;
import dev.recur.billing.domain.Collection;
import dev.recur.billing.domain.Collection.Phase;
import dev.recur.billing.domain.CommandKind;
import dev.recur.billing.domain.Dues;
import dev.recur.billing.domain.KnownRequest;
import dev.recur.billing.domain.MethodsUsed;
import dev.recur.billing.domain.Missed;
import dev.recur.billing.domain.Money;
import dev.recur.billing.domain.PaidAttempt;
import dev.recur.billing.domain.Pause;
import dev.recur.billing.domain.Payment;
import dev.recur.billing.domain.PaymentMethod;
import dev.recur.billing.domain.Period;
import dev.recur.billing.domain.PeriodRule;
import dev.recur.billing.domain.PeriodUnit;
import dev.recur.billing.domain.Policies;
import dev.recur.billing.domain.Purpose;
import dev.recur.billing.domain.Refund;
import dev.recur.billing.domain.Schedule;
import dev.recur.billing.domain.SettledPayment;
import dev.recur.billing.domain.State;
import dev.recur.billing.domain.Terms;
import dev.recur.billing.domain.Trial;
import dev.recur.billing.domain.Unpaid;
import dev.recur.schemas.avro.SettledPaymentState;
import dev.recur.schemas.avro.SubscriptionState;
import dev.recur.schemas.id.Origin;
import dev.recur.schemas.method.Profile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is stored is read back as it was, whatever it was. */
class StateCodecTest {
  private static final Instant TIME = Instant.parse("2026-01-31T10:15:29.123Z");

  @ParameterizedTest
  @MethodSource("states")
  void everyState_shouldComeBackAsItWas(State.Existing state) {
    Optional<Instant> dueAt = Optional.of(TIME);
    StateCodec.Stored stored = StateCodec.decode(StateCodec.encode(state, dueAt));
    assertThat(stored).isEqualTo(new StateCodec.Stored(state, dueAt));
  }

  @Test
  void nothingStored_shouldBeUnborn() {
    assertThat(StateCodec.decode(null).state()).isEqualTo(State.UNBORN);
  }

  @Test
  void settledPayment_shouldComeBackAsItWas() {
    for (Optional<Refund.Facts> refund :
        List.of(Optional.<Refund.Facts>empty(), Optional.of(facts(paidAttempt(1))))) {
      SettledPayment settled =
          new SettledPayment(
              payment(),
              true,
              List.of(
                  new SettledPayment.Success(paidAttempt(1), 500),
                  new SettledPayment.Success(
                      new PaidAttempt(2, Optional.empty(), Optional.empty()), 0)),
              methods(),
              refund,
              Optional.of("declined"));
      assertThat(MemoryCodec.payment(MemoryCodec.encode(settled))).contains(settled);
    }
    assertThat(MemoryCodec.payment(null)).isEmpty();
  }

  /** The first release kept only that a payment was paid. */
  @Test
  void paymentOfTheFirstRelease_shouldBeRead() throws IOException {
    byte[] bytes = asOf(schema("SettledPaymentState", 1), settled().build());
    assertThat(MemoryCodec.payment(bytes)).contains(paid(unknown(0, Optional.empty()), 0));
  }

  /** A later one kept one reference and one sum for all attempts. */
  @Test
  void paymentOfAnEarlierRelease_shouldBeRead() throws IOException {
    SettledPaymentState stored =
        settled()
            .setChannelReference("ref")
            .setSucceededAttempts(List.of(2, 1))
            .setRefundedMinor(700)
            .setRefund(Nouns.refund(facts(paidAttempt(1))))
            .build();
    SettledPayment read =
        MemoryCodec.payment(asOf(schema("SettledPaymentState", 2), stored)).orElseThrow();
    assertThat(read.successes())
        .containsExactly(
            new SettledPayment.Success(unknown(2, Optional.of("ref")), 700),
            new SettledPayment.Success(unknown(1, Optional.empty()), 0));
    assertThat(read.refund().orElseThrow().source()).isEqualTo(unknown(0, Optional.of("ref-1")));
  }

  private static SettledPaymentState.Builder settled() {
    return SettledPaymentState.newBuilder().setPayment(Nouns.payment(payment())).setSucceeded(true);
  }

  private static SettledPayment paid(PaidAttempt attempt, long refundedMinor) {
    return new SettledPayment(
        payment(),
        true,
        List.of(new SettledPayment.Success(attempt, refundedMinor)),
        new MethodsUsed(List.of()),
        Optional.empty(),
        Optional.empty());
  }

  private static PaidAttempt unknown(int number, Optional<String> reference) {
    return new PaidAttempt(number, Optional.empty(), reference);
  }

  private static PaidAttempt paidAttempt(int number) {
    return new PaidAttempt(
        number,
        Optional.of(new PaymentMethod("DANA", Optional.of("t-" + number))),
        Optional.of("ref-" + number));
  }

  private static MethodsUsed methods() {
    return new MethodsUsed(
        List.of(
            new MethodsUsed.From(1, new PaymentMethod("DANA", Optional.empty())),
            new MethodsUsed.From(3, new PaymentMethod("CARD", Optional.of("tok")))));
  }

  @Test
  void answeredRequest_shouldComeBackAsItWas() {
    for (Answer.Status status : Answer.Status.values()) {
      KnownRequest request =
          new KnownRequest(
              "f", new Answer(status, "CODE", "message"), status == Answer.Status.FAILED);
      assertThat(MemoryCodec.request(MemoryCodec.encode(request))).contains(request);
    }
    assertThat(MemoryCodec.request(null)).isEmpty();
  }

  /** A worker that is upgraded meets what earlier releases left in its stores. */
  @ParameterizedTest
  @MethodSource("firstRelease")
  void stateOfTheFirstRelease_shouldBeRead(State.Existing state) throws IOException {
    assertThat(StateCodec.decode(asOf(schema("SubscriptionState", 1), state)))
        .isEqualTo(new StateCodec.Stored(state, Optional.of(TIME)));
  }

  /** The second one knew all but failed payments, methods of attempts and a change's terms. */
  @ParameterizedTest
  @MethodSource("secondRelease")
  void stateOfTheSecondRelease_shouldBeRead(State.Existing state) throws IOException {
    assertThat(StateCodec.decode(asOf(schema("SubscriptionState", 2), state)))
        .isEqualTo(new StateCodec.Stored(state, Optional.of(TIME)));
  }

  /** The third one knew all but announcements, and whether a buyer is written to. */
  @ParameterizedTest
  @MethodSource("thirdRelease")
  void stateOfTheThirdRelease_shouldBeRead(State.Existing state) throws IOException {
    assertThat(StateCodec.decode(asOf(schema("SubscriptionState", 3), state)))
        .isEqualTo(new StateCodec.Stored(state, Optional.of(TIME)));
  }

  /** The fourth one knew all but since when a change waits: no longer than since the last event. */
  @ParameterizedTest
  @MethodSource("fourthRelease")
  void stateOfTheFourthRelease_shouldBeRead(State.Existing state) throws IOException {
    assertThat(StateCodec.decode(asOf(schema("SubscriptionState", 4), state)))
        .isEqualTo(new StateCodec.Stored(state, Optional.of(TIME)));
  }

  private static byte[] asOf(Schema older, State.Existing state) throws IOException {
    SubscriptionState now =
        SubscriptionState.getDecoder().decode(StateCodec.encode(state, Optional.of(TIME)));
    return asOf(older, (SpecificRecord) now);
  }

  private static Schema schema(String name, int version) throws IOException {
    String file = "/state/" + name + "-v" + version + ".avsc";
    try (InputStream stream = StateCodec.class.getResourceAsStream(file)) {
      return new Schema.Parser().parse(stream);
    }
  }

  private static byte[] asOf(Schema older, SpecificRecord value) throws IOException {
    Schema newer = value.getSchema();
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(plain, null);
    new SpecificDatumWriter<SpecificRecord>(newer).write(value, encoder);
    encoder.flush();
    GenericRecord old =
        new GenericDatumReader<GenericRecord>(newer, older)
            .read(null, DecoderFactory.get().binaryDecoder(plain.toByteArray(), null));
    ByteBuffer buffer =
        new BinaryMessageEncoder<GenericRecord>(GenericData.get(), older).encode(old);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /** States that the first release could be in. */
  static Stream<State.Existing> firstRelease() {
    return Stream.of(
        new State.Incomplete(plainHead()),
        new State.Live(
            plainHead(),
            new PaymentMethod("CARD", Optional.of("tok")),
            TIME,
            new Schedule(plainHead().terms().calendar(), List.of()),
            new State.Progress(2, 3, 2, 0),
            State.Standing.PAYMENT_DUE,
            State.Renewal.ON,
            Optional.empty(),
            new Dues(
                List.of(TIME),
                Optional.of(
                    new Collection(
                        payment(),
                        2,
                        new MethodsUsed(List.of()),
                        TIME,
                        TIME,
                        TIME,
                        new Phase.AwaitingRetry(TIME, "code"))),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of()),
            List.of(),
            Optional.empty()),
        new State.Over(
            plainHead(),
            new PaymentMethod("CARD", Optional.of("tok")),
            Optional.of(plainHead().terms().calendar().period(3)),
            State.Ending.TERMINATED,
            TIME,
            Optional.empty(),
            List.of(),
            Optional.empty()));
  }

  static Stream<State.Existing> secondRelease() {
    return states(
        new Since(
            headWithoutNotices(),
            0,
            List.of(),
            new MethodsUsed(List.of()),
            unknown(0, Optional.of("ref-1")),
            change(Optional.empty(), Optional.empty(), 0)));
  }

  static Stream<State.Existing> thirdRelease() {
    return states(since(headWithoutNotices(), 0, Optional.of(headWithoutNotices().at()), 1));
  }

  static Stream<State.Existing> fourthRelease() {
    return states(since(head(), 4, Optional.of(head().at()), 1));
  }

  static Stream<State.Existing> states() {
    return states(since(head(), 4, Optional.of(TIME), 2));
  }

  private static Since since(
      State.Head head, int announced, Optional<Instant> changeAskedAt, int changeAsked) {
    return new Since(
        head,
        announced,
        List.of(
            new Unpaid(payment(), 4, methods(), true), new Unpaid(payment(), 1, methods(), false)),
        methods(),
        paidAttempt(1),
        change(Optional.of(head.terms()), changeAskedAt, changeAsked));
  }

  private static Change change(Optional<Terms> terms, Optional<Instant> askedAt, int asked) {
    return new Change("x-1", "f", "c-1", "S1", terms, askedAt, asked);
  }

  /** What states know that earlier releases did not. */
  private record Since(
      State.Head head,
      int announced,
      List<Unpaid> unpaid,
      MethodsUsed methods,
      PaidAttempt refunded,
      Change change) {}

  private static Stream<State.Existing> states(Since since) {
    Stream<State.Existing> incomplete = Stream.of(new State.Incomplete(since.head()));
    Stream<State.Existing> live =
        phases(since.methods())
            .flatMap(
                collection ->
                    Stream.of(State.Standing.values())
                        .flatMap(
                            standing ->
                                Stream.of(State.Renewal.values())
                                    .map(renewal -> live(collection, standing, renewal, since))));
    Stream<State.Existing> over =
        phases(since.methods())
            .flatMap(
                collection ->
                    Stream.of(State.Ending.values())
                        .map(
                            ending ->
                                new State.Over(
                                    since.head(),
                                    new PaymentMethod("CARD", Optional.of("tok")),
                                    Optional.of(new Period(3, TIME, TIME.plusSeconds(9))),
                                    ending,
                                    TIME,
                                    collection,
                                    List.of(refund(since.refunded())),
                                    Optional.of("S2"))));
    return Stream.of(incomplete, live, over).flatMap(stream -> stream);
  }

  private static State.Live live(
      Optional<Collection> collection,
      State.Standing standing,
      State.Renewal renewal,
      Since since) {
    return new State.Live(
        since.head(),
        new PaymentMethod("CARD", Optional.of("tok")),
        TIME,
        new Schedule(calendar(2), List.of(amendment(false, 4), amendment(true, 5))),
        new State.Progress(2, 3, 2, since.announced()),
        standing,
        renewal,
        renewal == State.Renewal.ON
            ? Optional.empty()
            : Optional.of(new Pause(collection.map(Collection::presentedAt))),
        new Dues(
            List.of(TIME, TIME.plusSeconds(60)),
            collection,
            List.of(new Missed(payment().period(), new Money(7, "USD"))),
            List.of(new Missed(payment().period(), new Money(8, "USD"))),
            Optional.of(TIME.plusSeconds(5)),
            List.of(new Dues.Paid(2, "S1P7")),
            since.unpaid()),
        List.of(refund(since.refunded())),
        Optional.of(since.change()));
  }

  private static Calendar calendar(int anchorPeriod) {
    return new Calendar(
        TIME.plusSeconds(7),
        anchorPeriod,
        ZoneId.of("Asia/Manila"),
        new PeriodRule(PeriodUnit.DAY, anchorPeriod));
  }

  private static Amendment amendment(boolean whole, int fromPeriod) {
    return new Amendment(
        "u-" + fromPeriod,
        fromPeriod,
        whole,
        whole ? Optional.of(calendar(fromPeriod)) : Optional.empty(),
        whole ? Optional.of("Gold") : Optional.empty(),
        whole ? Optional.of(new Money(5000, "USD")) : Optional.empty(),
        whole ? Optional.of(TIME) : Optional.empty(),
        whole ? Optional.of(new Money(1, "USD")) : Optional.empty());
  }

  private static Refund.Facts facts(PaidAttempt refunded) {
    return new Refund.Facts(
        new Payment(
            "S1P9",
            new Purpose.ForRefund("f-1"),
            new Money(5, "USD"),
            TIME,
            new Period(3, TIME, TIME.plusSeconds(1))),
        "S1P1",
        refunded,
        new Money(1999, "USD"),
        5,
        Optional.of("https://shop.example/refund"),
        true);
  }

  private static Refund refund(PaidAttempt refunded) {
    Refund.Facts facts = facts(refunded);
    return new Refund(
        facts,
        new Collection(
            facts.refund(), 1, new MethodsUsed(List.of()), TIME, TIME, TIME, new Phase.InFlight(0)),
        Optional.of("c-9"));
  }

  private static Stream<Optional<Collection>> phases(MethodsUsed methods) {
    return Stream.concat(
        Stream.of(Optional.empty()),
        Stream.<Phase>of(
                new Phase.InFlight(0),
                new Phase.InFlight(3),
                new Phase.AwaitingRetry(TIME, "insufficient_funds"),
                new Phase.AwaitingInquiry(TIME, 4),
                new Phase.Unresolved())
            .map(
                phase ->
                    Optional.of(
                        new Collection(
                            payment(),
                            2,
                            methods,
                            TIME,
                            TIME.plusMillis(1),
                            TIME.plusMillis(2),
                            phase))));
  }

  private static Payment payment() {
    return new Payment(
        "S1P1",
        new Purpose.ForPeriod(3),
        new Money(1999, "USD"),
        TIME,
        new Period(3, TIME, TIME.plusSeconds(1)));
  }

  private static State.Head head() {
    return head(4, 8, true);
  }

  /** As the second and the third release had it. */
  private static State.Head headWithoutNotices() {
    return head(0, 0, false);
  }

  private static State.Head head(
      int trialNoticeDays, int renewalNoticeDays, boolean notifiesBuyer) {
    return head(
        new Policies(
            10,
            List.of(2, 4),
            3,
            Policies.FinalAct.PAUSE,
            2,
            Policies.CatchUp.HOLD,
            9,
            trialNoticeDays,
            renewalNoticeDays),
        new Terms.Billing(false, true, Optional.of(12)),
        new Terms.MethodRules(Profile.ONERWAY, List.of("CARD", "GCASH")),
        new Terms.Provenance(Origin.CHANGE, true, Optional.of("S0"), notifiesBuyer),
        Optional.of(new Money(3, "USD")),
        "fingerprint");
  }

  /** As the first release had it: without all that came later. */
  private static State.Head plainHead() {
    Policies defaults = Policies.DEFAULT;
    State.Head head =
        head(
            defaults,
            new Terms.Billing(true, false, Optional.empty()),
            new Terms.MethodRules(Profile.AMS, List.of()),
            new Terms.Provenance(Origin.CREATE, false, Optional.empty(), false),
            Optional.empty(),
            "");
    return new State.Head(
        head.terms(),
        head.sequence(),
        head.at(),
        head.parked(),
        head.refused(),
        head.terms().fingerprint());
  }

  private static State.Head head(
      Policies policies,
      Terms.Billing billing,
      Terms.MethodRules methods,
      Terms.Provenance provenance,
      Optional<Money> initialAmount,
      String fingerprint) {
    Terms terms =
        new Terms(
            "S1",
            "SANDBOX_1",
            "r-1",
            "Membership",
            "https://shop.example/back",
            TIME,
            ZoneId.of("Asia/Manila"),
            Optional.of(TIME.plusSeconds(3)),
            new PeriodRule(PeriodUnit.WEEK, 2),
            TIME.plusSeconds(4),
            new PaymentMethod("CARD", Optional.empty()),
            "https://shop.example/s",
            Optional.of("https://shop.example/p"),
            new Money(1999, "USD"),
            List.of(new Trial(1, 2, new Money(0, "USD"))),
            Optional.of(new Money(5, "USD")),
            Optional.of("EUR"),
            true,
            new ClockId.Test("T1"),
            policies,
            billing,
            methods,
            provenance,
            initialAmount);
    return new State.Head(
        terms, 17, TIME, true, Set.of(CommandKind.APPROVE, CommandKind.CREATE), fingerprint);
  }
}
