package dev.recur.service.admin;

import dev.recur.service.read.MerchantProfile;
import java.security.KeyPair;

/** Where merchants are written down. */
interface MerchantRecords {

  /**
   * Writes a new merchant and returns once this instance knows it.
   *
   * @throws NotDoneException when that is not known to have happened
   */
  void put(MerchantProfile.Registration registration, KeyPair platformKeys);
}
