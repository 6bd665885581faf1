package dev.recur.billing.domain;

/** What can fall due: one for each kind of {@link Agenda.Item}. */
enum DueKind {
  EXPIRE("buyer's time is over", Agenda.Item.Expire.class),
  INQUIRE("inquiry about a charge", Agenda.Item.Inquire.class),
  INQUIRE_REFUND("inquiry about a refund", Agenda.Item.InquireRefund.class),
  GIVE_UP("no answer about a charge", Agenda.Item.GiveUp.class),
  GIVE_UP_REFUND("no answer about a refund", Agenda.Item.GiveUpRefund.class),
  RESUME("resume time", Agenda.Item.Resume.class),
  RETRY("retry", Agenda.Item.Retry.class),
  FINAL_ACT("end of the grace", Agenda.Item.FinalAct.class),
  BOUNDARY("boundary", Agenda.Item.Boundary.class),
  CHARGE("period's charge", Agenda.Item.Charge.class),
  CHARGE_MISSED("missed period's charge", Agenda.Item.ChargeMissed.class),
  CHANGE_OVERDUE("no answer about a change", Agenda.Item.ChangeOverdue.class),
  ANNOUNCE("announcement", Agenda.Item.Announce.class);

  private final String words;
  private final Class<? extends Agenda.Item> item;

  DueKind(String words, Class<? extends Agenda.Item> item) {
    this.words = words;
    this.item = item;
  }

  String words() {
    return words;
  }

  Class<? extends Agenda.Item> item() {
    return item;
  }

  static DueKind of(Agenda.Item item) {
    for (DueKind kind : values()) {
      if (kind.item.isInstance(item)) {
        return kind;
      }
    }
    throw new AssertionError("No DueKind stands for " + item.getClass().getSimpleName());
  }
}
