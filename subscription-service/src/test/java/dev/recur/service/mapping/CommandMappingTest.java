package dev.recur.service.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.avro.Actor;
import dev.recur.schemas.avro.ApproveSubscription;
import dev.recur.schemas.avro.ChangeMode;
import dev.recur.schemas.avro.ChangeSubscription;
import dev.recur.schemas.avro.CollectionMode;
import dev.recur.schemas.avro.CommandOutcome;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.FirstBilling;
import dev.recur.schemas.avro.Money;
import dev.recur.schemas.avro.ProrationMode;
import dev.recur.schemas.avro.RefundPayment;
import dev.recur.schemas.avro.ResultStatus;
import dev.recur.schemas.avro.SubscriptionCommand;
import dev.recur.schemas.avro.SubscriptionOrigin;
import dev.recur.schemas.avro.UpdateSubscription;
import dev.recur.service.command.Command;
import dev.recur.service.command.Reply;
import dev.recur.service.terms.Amount;
import dev.recur.service.terms.Billing;
import dev.recur.service.terms.ChangeTerms;
import dev.recur.service.terms.CreateTerms;
import dev.recur.service.terms.MethodProfile;
import dev.recur.service.terms.Offering;
import dev.recur.service.terms.PaymentMethod;
import dev.recur.service.terms.PeriodRule;
import dev.recur.service.terms.PeriodUnit;
import dev.recur.service.terms.RefundTerms;
import dev.recur.service.terms.UpdateTerms;
import dev.recur.service.terms.UpdateTerms.Proration;
import dev.recur.service.testing.TestMerchant;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CommandMappingTest {

  private static final Instant TIME = Instant.parse("2026-03-13T10:15:29Z");
  private static final Amount PRICE = new Amount(5000, "USD");
  private static final PeriodRule WEEKLY = new PeriodRule(PeriodUnit.WEEK, 2);

  private static final Command.Create CREATE =
      new Command.Create(
          "M",
          "S",
          new CreateTerms(
              "order-1",
              "Club",
              "https://club.example/",
              TIME,
              "+08:00",
              null,
              WEEKLY,
              null,
              new PaymentMethod("CARD", "tok"),
              "https://club.example/hooks",
              null,
              PRICE,
              List.of(),
              PRICE,
              "EUR",
              true,
              null,
              TestMerchant.POLICIES,
              new Billing(
                  Billing.CollectionMode.SELF_MANAGED, Billing.FirstBilling.SIGN_AND_BILL, 12),
              MethodProfile.ONERWAY,
              new Offering(Offering.Call.PAY, List.of("CARD", "DANA"), true, true)));

  private static final Command.Update UPDATE =
      new Command.Update(
          "M",
          "S",
          new UpdateTerms(
              "update-1",
              "Premium",
              PRICE,
              WEEKLY,
              TIME,
              PRICE,
              new Proration(Proration.Mode.IMMEDIATE_REFUND_CUSTOM_AMOUNT, new Amount(2000, "USD")),
              TIME.plusSeconds(1),
              UpdateTerms.ChangeMode.NEXT_PERIOD));

  private static final Command.Change CHANGE =
      new Command.Change(
          "M", "S", new ChangeTerms("change-1", "Premium", TIME, null, WEEKLY, null, PRICE, PRICE));

  private static final Command.Refund REFUND =
      new Command.Refund(
          "M", "S", new RefundTerms("refund-1", "P", PRICE, "https://club.example/r", "broken"));

  static Stream<Arguments> commands() {
    return Stream.of(
        Arguments.of(CREATE, "create", Actor.MERCHANT),
        Arguments.of(
            new Command.Cancel("M", "S", Command.Cancellation.CANCEL), "cancel", Actor.MERCHANT),
        Arguments.of(
            new Command.Cancel("M", "S", Command.Cancellation.CANCEL, Command.By.BUYER),
            "cancel",
            Actor.BUYER),
        Arguments.of(
            new Command.ReplacePaymentMethod(
                "M", "S", "r", new PaymentMethod("CARD", "t"), Command.By.BUYER),
            "replacePaymentMethod",
            Actor.BUYER),
        Arguments.of(new Command.Approve("M", "S"), "approve", Actor.BUYER),
        Arguments.of(new Command.Decline("M", "S"), "decline", Actor.BUYER),
        Arguments.of(UPDATE, "update", Actor.MERCHANT),
        Arguments.of(new Command.Pause("M", "S", "r", TIME), "pause", Actor.MERCHANT),
        Arguments.of(new Command.Resume("M", "S", "r"), "resume", Actor.MERCHANT),
        Arguments.of(
            new Command.ReplacePaymentMethod("M", "S", "r", new PaymentMethod("CARD", "t")),
            "replacePaymentMethod",
            Actor.MERCHANT),
        Arguments.of(new Command.Charge("M", "S", "r", PRICE), "charge", Actor.MERCHANT),
        Arguments.of(REFUND, "refund", Actor.MERCHANT),
        Arguments.of(CHANGE, "change", Actor.MERCHANT),
        Arguments.of(new Command.DecideHeldCycles("M", "S", true), "heldCycles", Actor.OPERATOR),
        Arguments.of(new Command.Release("M", "S", "looked"), "release", Actor.OPERATOR));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommand_shouldBeOneFieldOfTheRecord(Command command, String field, Actor actor) {
    SubscriptionCommand record = CommandMapping.of(command, "id");
    assertThat(
            record.getSchema().getFields().stream()
                .filter(f -> f.schema().isUnion() && record.get(f.pos()) != null)
                .map(f -> f.name()))
        .containsExactly(field);
    assertThat(CommandMapping.type(command)).isEqualTo("dev.recur.command." + field);
    assertThat(record.getActor()).isEqualTo(actor);
    assertThat(record.getCommandId()).isEqualTo("id");
    assertThat(record.getClientId()).isEqualTo("M");
    assertThat(record.getSubscriptionId()).isEqualTo("S");
  }

  @Test
  void commands_shouldHaveAllTypes() {
    assertThat(commands().map(arguments -> (Object) arguments.get()[0].getClass()).distinct())
        .containsExactlyInAnyOrder((Object[]) Command.class.getPermittedSubclasses());
  }

  @Test
  void create_shouldSayHowItIsBilled() {
    CreateSubscription create = CommandMapping.of(CREATE, "id").getCreate();
    assertThat(create.getCollection()).isEqualTo(CollectionMode.SELF_MANAGED);
    assertThat(create.getFirstBilling()).isEqualTo(FirstBilling.SIGN_AND_BILL);
    assertThat(create.getCycleCount()).isEqualTo(12);
    assertThat(create.getMethodProfile()).isEqualTo(dev.recur.schemas.avro.MethodProfile.ONERWAY);
    assertThat(create.getOrigin()).isEqualTo(SubscriptionOrigin.PAY);
    assertThat(create.getMethodChoices()).containsExactly("CARD", "DANA");
    assertThat(create.getAuthorised()).isTrue();
    assertThat(create.getNotifiesBuyer()).isTrue();
    assertThat(create.getSettlementCurrency()).isEqualTo("EUR");
    assertThat(create.getOrderAmount()).isEqualTo(new Money(5000L, "USD"));
  }

  @Test
  void approve_shouldSayWhatTheBuyerChose() {
    assertThat(CommandMapping.of(new Command.Approve("M", "S", "CARD", "tok"), "id").getApprove())
        .isEqualTo(new ApproveSubscription("tok", "CARD"));
    assertThat(CommandMapping.of(new Command.Approve("M", "S"), "id").getApprove())
        .isEqualTo(new ApproveSubscription(null, null));
  }

  @Test
  void update_shouldCarryEachField() {
    UpdateSubscription update = CommandMapping.of(UPDATE, "id").getUpdate();
    assertThat(update)
        .isEqualTo(
            UpdateSubscription.newBuilder()
                .setRequestId("update-1")
                .setDescription("Premium")
                .setPaymentAmount(new Money(5000L, "USD"))
                .setPeriodRule(
                    new dev.recur.schemas.avro.PeriodRule(
                        dev.recur.schemas.avro.PeriodUnit.WEEK, 2))
                .setEndTime(TIME)
                .setOrderAmount(new Money(5000L, "USD"))
                .setProrationMode(ProrationMode.IMMEDIATE_REFUND_CUSTOM_AMOUNT)
                .setCustomAmount(new Money(2000L, "USD"))
                .setNextPeriodStart(TIME.plusSeconds(1))
                .setChangeMode(ChangeMode.NEXT_PERIOD)
                .build());
  }

  @Test
  void absentFields_shouldStayAbsent() {
    UpdateTerms description =
        new UpdateTerms(
            "u", "d", null, null, null, null, null, null, UpdateTerms.ChangeMode.IMMEDIATE);
    assertThat(CommandMapping.of(new Command.Update("M", "S", description), "id").getUpdate())
        .isEqualTo(UpdateSubscription.newBuilder().setRequestId("u").setDescription("d").build());
    ChangeTerms nothing = new ChangeTerms("c", null, null, null, null, null, null, null);
    assertThat(CommandMapping.of(new Command.Change("M", "S", nothing), "id").getChange())
        .isEqualTo(ChangeSubscription.newBuilder().setRequestId("c").build());
  }

  @Test
  void refundAndChange_shouldCarryEachField() {
    RefundPayment refund = CommandMapping.of(REFUND, "id").getRefund();
    assertThat(refund)
        .isEqualTo(
            new RefundPayment(
                "refund-1", "P", new Money(5000L, "USD"), "https://club.example/r", "broken"));
    ChangeSubscription change = CommandMapping.of(CHANGE, "id").getChange();
    assertThat(change.getStartTime()).isEqualTo(TIME);
    assertThat(change.getInitialAmount()).isEqualTo(new Money(5000L, "USD"));
    assertThat(Objects.requireNonNull(change.getPeriodRule()).getCount()).isEqualTo(2);
  }

  @Test
  void outcome_shouldBeFinalOrUnderway() {
    assertThat(CommandMapping.of(outcome(ResultStatus.SUCCEEDED, "SUCCESS")))
        .isEqualTo(new Reply.Decided(true, "SUCCESS", "m", 7));
    assertThat(CommandMapping.of(outcome(ResultStatus.FAILED, "PROCESS_FAIL")))
        .isEqualTo(new Reply.Decided(false, "PROCESS_FAIL", "m", 7));
    assertThat(CommandMapping.of(outcome(ResultStatus.UNKNOWN, "REFUND_IN_PROCESS")))
        .isEqualTo(new Reply.Underway("REFUND_IN_PROCESS", "m", 7));
  }

  private static CommandOutcome outcome(ResultStatus status, String code) {
    return new CommandOutcome("id", "S", status, code, "m", 7L);
  }
}
