package dev.recur.service.admin;

import dev.recur.service.read.MerchantChange;
import dev.recur.service.read.MerchantProfile;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where merchants are written down. */
public interface MerchantRecords {

  /**
   * Changes a merchant. Between what {@code decide} is given and what is written for it nobody else
   * writes, on this or another instance, so that no change is lost.
   *
   * @param decide is given the merchant as it is now, null when there is none, and says what is to
   *     change, empty for nothing; what it throws is thrown on, and nothing is changed. It may be
   *     asked more than once
   * @return the merchant afterwards, known to this instance; null when there is none, as for the
   *     gateway's own record
   * @throws NotDoneException when it is not known whether it is changed
   */
  @Nullable MerchantProfile change(
      String clientId, Function<@Nullable MerchantProfile, Optional<MerchantChange>> decide);
}
