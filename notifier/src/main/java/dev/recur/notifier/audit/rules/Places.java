package dev.recur.notifier.audit.rules;

import dev.recur.notifier.audit.rules.Books.Stage;

/** Which event can be where in a subscription's life. */
final class Places {
  private Places() {}

  static boolean fits(Stage stage, Fact fact) {
    return switch (stage) {
      case UNBORN -> fact instanceof Fact.Born;
      case INCOMPLETE ->
          switch (fact) {
            case Fact.Approved _ -> true;
            case Fact.Over(Fact.End how) ->
                switch (how) {
                  case DECLINED, EXPIRED, CANCELED -> true;
                  case ENDED, CHANGED -> false;
                };
            case Fact.Told told -> !told.ofLiveOnly();
            case Fact.Turned turned -> turned.turn().isOfAnyState();
            default -> false;
          };
      case LIVE ->
          switch (fact) {
            case Fact.Born _, Fact.Approved _ -> false;
            case Fact.Over(Fact.End how) ->
                switch (how) {
                  case CANCELED, ENDED, CHANGED -> true;
                  case DECLINED, EXPIRED -> false;
                };
            default -> true;
          };
      case OVER ->
          switch (fact) {
            // What the channel still answers, money that goes back, and what is only told.
            case Fact.Paid _,
                Fact.PaidAgain _,
                Fact.Declined _,
                Fact.Failed _,
                Fact.StillOpen _,
                Fact.RefundAsked _,
                Fact.RefundPaid _,
                Fact.RefundFailed _,
                Fact.RefundStillOpen _ ->
                true;
            case Fact.Told told -> !told.ofLiveOnly();
            case Fact.Turned turned -> turned.turn().isOfAnyState();
            default -> false;
          };
    };
  }
}
