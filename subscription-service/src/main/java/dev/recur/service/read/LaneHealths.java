package dev.recur.service.read;

import java.util.List;

/** How lanes are doing, as far as anything was ever told of them: a new one is active. */
public interface LaneHealths {

  /** What is told of a merchant's lanes, in the order of their names. */
  List<LaneHealth> of(String clientId);
}
