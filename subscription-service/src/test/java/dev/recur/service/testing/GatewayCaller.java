package dev.recur.service.testing;

/** Calls the gateway as a merchant does: signed, one call after the other. */
public final class GatewayCaller {

  private final RunningService service;
  private final HttpCaller http;

  /** Calls a service. */
  public GatewayCaller(RunningService service) {
    this.service = service;
    this.http = new HttpCaller(service);
  }

  /**
   * Calls, and gives the answer's body.
   *
   * @param call path below the version, for example {@code payments/refund}
   */
  public String post(TestMerchant caller, String call, String body) {
    String target = "/ams/api/v1/" + call;
    return http.send("POST", service.gatewayUrl() + target, caller.sign(target, body), body).text();
  }
}
