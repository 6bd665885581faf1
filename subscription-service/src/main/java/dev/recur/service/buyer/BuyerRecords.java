package dev.recur.service.buyer;

import java.util.List;

/** Where buyers are written down. */
interface BuyerRecords {

  /**
   * Writes, and returns once this instance knows it.
   *
   * @throws NotKeptException when that is not known to have happened
   */
  void write(List<BuyerRecord> records);
}
