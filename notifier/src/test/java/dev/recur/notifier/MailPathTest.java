package dev.recur.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.recur.notifier.delivery.Outbound.HandOver;
import dev.recur.notifier.delivery.Shipment;
import dev.recur.notifier.mail.TestMail;
import dev.recur.notifier.notice.Mailing.Standing;
import dev.recur.notifier.sender.TestDispatcher;
import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.WebhookAttempt;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way: from an event of the ledger to a mail server, and back as an outcome. */
class MailPathTest {

  private static final String MAIL_LANE = "SANDBOX_M1 mailto:";

  private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
  private final List<WebhookAttempt> outcomes = new CopyOnWriteArrayList<>();
  private final Ledger ledger = new Ledger("S1", "https://shop.example/hooks");

  @TempDir Path stateDir;
  private TestNotifier notifier;

  @BeforeEach
  void start() {
    server.start();
    notifier = new TestNotifier(stateDir);
  }

  @AfterEach
  void stop() {
    notifier.close();
    server.stop();
  }

  @Test
  void eventOfASubscriptionWithABuyer_shouldReachTheBuyersMailbox() throws Exception {
    notifier.knows(TestNotifier.mailTo(_ -> Standing.KNOWN));
    notifier.has();
    notifier.happens(ledger.created(), ledger.approved());
    Shipment email =
        notifier.inTheAir().stream().filter(Shipment::isMail).findFirst().orElseThrow();

    try (TestDispatcher dispatcher =
        new TestDispatcher(
            TestMail.to(server.getSmtp().getPort(), _ -> Optional.of(TestMail.buyer("Ann", "en"))),
            outcomes::add)) {
      assertThat(dispatcher.offer(email)).isEqualTo(HandOver.TAKEN);
      await().until(() -> outcomes.size() == 1);
    }
    WebhookAttempt outcome = outcomes.getFirst();
    notifier.read(outcome);

    assertThat(outcome.getOutcome()).isEqualTo(AttemptOutcome.ACKNOWLEDGED);
    assertThat(outcome.getEndpoint()).isEqualTo(MAIL_LANE);
    assertThat(outcome.toString()).doesNotContain("ann@").doesNotContain("Ann");
    assertThat(notifier.inTheAir().stream().filter(Shipment::isMail)).hasSize(1);
    assertThat(notifier.size("first-deliveries")).isEqualTo(1); // The merchant's own.
    MimeMessage[] received = server.getReceivedMessages();
    assertThat(received).hasSize(1);
    assertThat(received[0].getSubject()).isEqualTo("Coffee is active");
    assertThat(received[0].getHeader("To")).containsExactly(TestMail.ANN);
  }
}
