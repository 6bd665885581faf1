package dev.recur.service.input;

/**
 * What is promised for a later release. It is refused, where an unknown field would be ignored:
 * ignored, it would move money that nobody asked for.
 */
public final class NotYet {

  private static final String LEAVE_OUT = "is not supported yet: leave it out.";
  private static final int WORD_CHARS_MAX = 32;

  private NotYet() {}

  /** Refuses what a create may one day ask for. */
  public static void inCreate(Fields create) {
    only(create, "collection", "MANAGED");
    only(create, "firstBilling", "SIGN_AND_BILL");
    absent(create, "cycleCount");
  }

  /** Refuses what policies may one day ask for. */
  public static void inPolicies(Fields policies) {
    only(policies, "finalAct", "KEEP");
    only(policies, "catchUp", "EACH");
    absent(policies, "catchUpPeriodsMax");
  }

  private static void only(Fields fields, String name, String supported) {
    String value = fields.optionalText(name, WORD_CHARS_MAX);
    if (value != null && !value.equals(supported)) {
      throw fields.refuse(name, "can only be " + supported + " yet: send that, or leave it out.");
    }
  }

  private static void absent(Fields fields, String name) {
    if (fields.optionalText(name, WORD_CHARS_MAX) != null) {
      throw fields.refuse(name, LEAVE_OUT);
    }
  }
}
