package dev.recur.schemas.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.global.api.model.ams.WalletPaymentMethodType;
import dev.recur.schemas.method.Objection.Reason;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentMethodsTest {

  private static final PaymentMethods AMS = PaymentMethods.of(Profile.AMS);
  private static final PaymentMethods ONERWAY = PaymentMethods.of(Profile.ONERWAY);

  /** A plan that asks for nothing unusual. */
  private static final MethodUse PAID = new MethodUse("USD", true, false, false);

  private static final MethodUse FREE_TRIAL = new MethodUse("USD", true, false, true);

  /** Alipay+, Overview of Subscription Payment: supported methods; WeChat is on Onerway's list. */
  private static final Map<String, Set<String>> WALLETS_BY_COUNTRY =
      Map.ofEntries(
          Map.entry("BD", Set.of("BKASH")),
          Map.entry("CN", Set.of("ALIPAY_CN", "WECHATPAY")),
          Map.entry("HK", Set.of("ALIPAY_HK")),
          Map.entry("ID", Set.of("DANA")),
          Map.entry("JP", Set.of("PAYPAY")),
          Map.entry("MY", Set.of("BOOST", "TNG", "GRABPAY_MY")),
          Map.entry("PK", Set.of("EASYPAISA")),
          Map.entry("PH", Set.of("GCASH", "MAYA", "GRABPAY_PH")),
          Map.entry("SG", Set.of("GRABPAY_SG")),
          Map.entry("KR", Set.of("KAKAOPAY", "NAVERPAY")),
          Map.entry("TH", Set.of("RABBIT_LINE_PAY", "TRUEMONEY")),
          Map.entry("VN", Set.of("ZALOPAY")));

  private static final Set<String> EVERYWHERE =
      Set.of("CARD", "APPLEPAY", "GOOGLEPAY", "BANK_TRANSFER");

  @Test
  void inEveryCountryOfTheTable_ams_shouldOfferItsWalletsAndWhatIsKnownEverywhere() {
    WALLETS_BY_COUNTRY.forEach(
        (country, wallets) -> {
          Set<String> offered = codes(AMS.offered(Optional.of(country), PAID));
          assertTrue(offered.containsAll(EVERYWHERE), country);
          assertEquals(
              wallets,
              offered.stream()
                  .filter(code -> !EVERYWHERE.contains(code))
                  .collect(Collectors.toSet()),
              country);
        });
  }

  @Test
  void inACountryWithoutWallets_ams_shouldOfferWhatIsKnownEverywhere() {
    assertEquals(EVERYWHERE, codes(AMS.offered(Optional.of("DE"), PAID)));
  }

  @Test
  void withoutACountry_shouldOfferAllThatThePlanAllows() {
    assertEquals(AMS.all(), AMS.offered(Optional.empty(), PAID));
  }

  @Test
  void ams_shouldHaveNoOtherMethodsThanTheTable() {
    Set<String> table =
        WALLETS_BY_COUNTRY.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    table.addAll(EVERYWHERE);

    assertEquals(table, codes(AMS.all()));
  }

  @Test
  void codes_shouldBeThoseOfTheOfficialSdkWhereItHasThem() {
    Set<String> ours = codes(AMS.all());
    Set<String> notInTheSdk =
        Set.of("BOOST", "MAYA", "WECHATPAY", "CARD", "APPLEPAY", "GOOGLEPAY", "BANK_TRANSFER");

    Set<String> sdk =
        Arrays.stream(WalletPaymentMethodType.values()).map(Enum::name).collect(Collectors.toSet());
    assertEquals(
        ours.stream().filter(code -> !notInTheSdk.contains(code)).collect(Collectors.toSet()),
        ours.stream().filter(sdk::contains).collect(Collectors.toSet()));
  }

  @Test
  void aFreePeriod_shouldBeOfferedWithAllButCards() {
    assertEquals(
        Set.of("CARD", "APPLEPAY", "GOOGLEPAY"),
        AMS.all().stream()
            .filter(method -> !method.zeroAmountAllowed())
            .map(MethodRules::code)
            .collect(Collectors.toSet()));
    assertEquals(Set.of("BANK_TRANSFER"), codes(AMS.offered(Optional.of("DE"), FREE_TRIAL)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CARD", "APPLEPAY", "GOOGLEPAY"})
  void aFreePeriodByCard_shouldBeRefusedWithTheCure(String code) {
    Objection objection = AMS.objection(code, FREE_TRIAL).orElseThrow();

    assertEquals(Reason.ZERO_AMOUNT, objection.reason());
    assertEquals(
        code
            + " takes no amount of zero: set the amount to the minimum, for example 100, and refund"
            + " it after the payment, or use another payment method.",
        objection.sentence());
    assertEquals(Optional.empty(), AMS.objection(code, PAID));
  }

  @Test
  void amsMethods_shouldAllBeManagedAndRefundable() {
    AMS.all()
        .forEach(
            method -> {
              assertTrue(method.managedAllowed(), method.code());
              assertFalse(method.signOnlyRequired(), method.code());
              assertTrue(method.refundsAllowed(), method.code());
            });
  }

  @Test
  void onerway_shouldHaveCardsAndFourWallets() {
    assertEquals(Set.of("CARD", "DANA", "WECHATPAY", "GCASH", "TNG"), codes(ONERWAY.all()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"DANA", "WECHATPAY", "GCASH", "TNG"})
  void onerwayWallet_shouldBeSignedFirstAndChargedByTheMerchant(String code) {
    assertEquals(
        Optional.of(Reason.MANAGED),
        ONERWAY.objection(code, new MethodUse("USD", true, true, false)).map(Objection::reason));
    assertEquals(
        Optional.of(Reason.SIGN_ONLY),
        ONERWAY.objection(code, new MethodUse("USD", false, false, false)).map(Objection::reason));
    assertEquals(
        Optional.empty(), ONERWAY.objection(code, new MethodUse("USD", false, true, true)));
  }

  @Test
  void onerwayCard_shouldBeChargedEitherWay() {
    assertEquals(Optional.empty(), ONERWAY.objection("CARD", PAID));
    assertEquals(
        Optional.empty(), ONERWAY.objection("CARD", new MethodUse("USD", false, true, false)));
  }

  @Test
  void aCodeNobodyHas_shouldBeUnknown() {
    for (String code : List.of("", "gcash", "GCASH ", "PIX", "X".repeat(10_000))) {
      Objection objection = AMS.objection(code, PAID).orElseThrow();
      assertEquals(Reason.UNKNOWN_METHOD, objection.reason(), code);
      assertTrue(objection.sentence().length() <= Objection.SENTENCE_CHARS_MAX, code);
      assertEquals(Optional.empty(), AMS.find(code), code);
    }
  }

  @Test
  void aCodeOfTheOtherProfile_shouldBeRefusedAsSuch() {
    assertEquals(
        Optional.of(Reason.OTHER_PROFILE),
        ONERWAY.objection("ZALOPAY", PAID).map(Objection::reason));
  }

  @Test
  void aCurrencyTheMethodDoesNotMove_shouldBeRefused() {
    MethodRules yenOnly =
        new MethodRules(
            "YEN", "Yen", MethodKind.WALLET, Set.of(), Set.of("JPY"), true, true, false, true);

    assertEquals(
        Optional.of(
            new Objection(
                Reason.CURRENCY, "YEN does not move USD: use another currency or payment method.")),
        yenOnly.objection(PAID));
    assertEquals(Optional.empty(), yenOnly.objection(new MethodUse("JPY", true, false, false)));
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void whateverAPlanNeeds_shouldBeOfferedExactlyWhatHasNoObjection(Profile profile) {
    PaymentMethods methods = PaymentMethods.of(profile);
    for (int bits = 0; bits < 8; bits++) {
      MethodUse use = new MethodUse("EUR", (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0);
      Set<String> offered = codes(methods.offered(Optional.empty(), use));
      for (MethodRules method : methods.all()) {
        Optional<Objection> objection = methods.objection(method.code(), use);
        assertEquals(objection.isEmpty(), offered.contains(method.code()), method.code());
        objection.ifPresent(
            why -> assertTrue(why.sentence().length() <= Objection.SENTENCE_CHARS_MAX));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void everyMethod_shouldNameRealCountriesAndCurrencies(Profile profile) {
    Set<String> countries = Set.of(Locale.getISOCountries());
    Set<String> currencies =
        Currency.availableCurrencies().map(Currency::getCurrencyCode).collect(Collectors.toSet());
    for (MethodRules method : PaymentMethods.of(profile).all()) {
      assertTrue(countries.containsAll(method.countries()), method.code());
      assertTrue(currencies.containsAll(method.currencies()), method.code());
      assertTrue(method.code().matches("[A-Z][A-Z0-9_]{1,63}"), method.code());
      assertFalse(method.name().isBlank(), method.code());
    }
  }

  private static Set<String> codes(List<MethodRules> methods) {
    return methods.stream().map(MethodRules::code).collect(Collectors.toSet());
  }
}
