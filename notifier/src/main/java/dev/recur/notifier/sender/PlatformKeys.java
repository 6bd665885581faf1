package dev.recur.notifier.sender;

import dev.recur.schemas.avro.Merchant;
import dev.recur.schemas.avro.PlatformKey;
import dev.recur.schemas.kafka.TopicListener;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.signature.BrokenSealException;
import dev.recur.schemas.signature.Keys;
import dev.recur.schemas.signature.SealContext;
import dev.recur.schemas.signature.SecretBox;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys the platform signs with, one per merchant, as topic merchants has them. */
public final class PlatformKeys implements TopicListener<Merchant> {

  private static final Logger LOG = LoggerFactory.getLogger(PlatformKeys.class);

  private final SecretBox box;
  private final Map<String, Signer> signers = new ConcurrentHashMap<>();

  /**
   * No keys yet.
   *
   * @param box opens the sealed private keys
   */
  public PlatformKeys(SecretBox box) {
    this.box = box;
  }

  /** Signs for a merchant; empty as long as its key is not known or cannot be opened. */
  public Optional<Signer> signer(String clientId) {
    return Optional.ofNullable(signers.get(clientId));
  }

  @Override
  public void onRecord(TopicRecord<Merchant> record) {
    Merchant merchant = record.value();
    if (merchant == null) {
      signers.remove(record.key());
      return;
    }
    newest(merchant)
        .ifPresentOrElse(
            signer -> signers.put(merchant.getClientId(), signer),
            () -> signers.remove(merchant.getClientId()));
  }

  private Optional<Signer> newest(Merchant merchant) {
    return merchant.getPlatformKeys().stream()
        .max(Comparator.comparingInt(PlatformKey::getKeyVersion))
        .flatMap(key -> open(merchant.getClientId(), key));
  }

  private Optional<Signer> open(String clientId, PlatformKey key) {
    byte[] sealed = new byte[key.getSealedPrivateKey().remaining()];
    key.getSealedPrivateKey().duplicate().get(sealed);
    try {
      byte[] pkcs8 = box.open(sealed, SealContext.platformKey(clientId, key.getKeyVersion()));
      return Optional.of(new Signer(clientId, Keys.privateKey(pkcs8), key.getKeyVersion()));
    } catch (BrokenSealException | IllegalArgumentException e) {
      LOG.atError()
          .addKeyValue("clientId", clientId)
          .addKeyValue("keyVersion", key.getKeyVersion())
          .addKeyValue("reason", e.getMessage())
          .log(
              "Platform key cannot be opened: give recur.master-key the value it was sealed with."
                  + " This merchant's deliveries wait.");
      return Optional.empty();
    }
  }
}
