package dev.recur.schemas.method;

import dev.recur.schemas.method.Objection.Reason;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The payment methods of one profile, in the order in which buyers are shown them. What they are
 * stands in {@code methods/catalogue.csv}: to add one is to add a line there.
 */
public final class PaymentMethods {

  private static final String EXAMPLES = "CARD, ALIPAY_CN or GCASH";

  /** Longest code that is repeated to whoever sent it, in characters: as long as one may be. */
  private static final int CODE_CHARS_MAX = 64;

  private static final Map<Profile, PaymentMethods> CATALOGUE = new EnumMap<>(Profile.class);

  static {
    CatalogueFile.read()
        .forEach((profile, rules) -> CATALOGUE.put(profile, new PaymentMethods(profile, rules)));
  }

  private final Profile profile;
  private final Map<String, MethodRules> byCode = new LinkedHashMap<>();

  private PaymentMethods(Profile profile, List<MethodRules> rules) {
    this.profile = profile;
    rules.forEach(method -> byCode.put(method.code(), method));
  }

  /** The methods of a profile. */
  public static PaymentMethods of(Profile profile) {
    PaymentMethods methods = CATALOGUE.get(profile);
    if (methods == null) {
      throw new IllegalStateException("The catalogue has no payment method of " + profile);
    }
    return methods;
  }

  /** All of them. */
  public List<MethodRules> all() {
    return List.copyOf(byCode.values());
  }

  /** The method with a code. */
  public Optional<MethodRules> find(String code) {
    return Optional.ofNullable(byCode.get(code));
  }

  /**
   * What a buyer may choose from for a plan.
   *
   * @param country of the buyer, an ISO 3166 alpha-2 code; empty when it is not known, which leaves
   *     no method out
   * @param use what the plan needs
   */
  public List<MethodRules> offered(Optional<String> country, MethodUse use) {
    return byCode.values().stream()
        .filter(method -> country.isEmpty() || method.isKnownIn(country.get()))
        .filter(method -> method.objection(use).isEmpty())
        .toList();
  }

  /**
   * Why the method with this code cannot be used for a plan; empty when it can. A buyer's country
   * is no objection: where somebody lives now says little about the wallets they have.
   */
  public Optional<Objection> objection(String code, MethodUse use) {
    MethodRules method = byCode.get(code);
    return method == null ? Optional.of(unknown(code)) : method.objection(use);
  }

  private Objection unknown(String code) {
    boolean elsewhere =
        Arrays.stream(Profile.values()).anyMatch(other -> of(other).find(code).isPresent());
    if (elsewhere) {
      return new Objection(
          Reason.OTHER_PROFILE,
          "%s is no payment method of the %s profile, which this merchant is under: use one of it."
              .formatted(code, profile));
    }
    String shown = code.length() <= CODE_CHARS_MAX ? code : code.substring(0, CODE_CHARS_MAX) + "…";
    return new Objection(
        Reason.UNKNOWN_METHOD,
        "%s is no payment method: use a code of the catalogue, such as %s."
            .formatted(shown, EXAMPLES));
  }
}
