package dev.recur.service.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;
import dev.recur.service.input.InvalidInputException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.ServerHttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an approval says about how is paid: fields of a form or of a JSON object, each of which may
 * be absent. Other fields are not looked at, and nothing of the body is repeated to anybody.
 *
 * @param paymentMethodType code of the chosen method
 * @param paymentMethodId the channel's token for it
 */
record Approval(@Nullable String paymentMethodType, @Nullable String paymentMethodId) {

  /** To pay as the request says. */
  static final Approval NOTHING = new Approval(null, null);

  private static final String TYPE = "paymentMethodType";
  private static final String ID = "paymentMethodId";

  /** Both fields at their longest, each character in percent signs, and room for others. */
  private static final int BODY_BYTES_MAX = 8 * 1024;

  /**
   * Reads the body of a request; a body of another type counts as none.
   *
   * @throws InvalidInputException when it is malformed or too long
   */
  static Approval read(HttpRequest<?> request) {
    Optional<MediaType> type = request.getContentType();
    if (type.isEmpty()) {
      return NOTHING;
    }
    String name = type.get().getName();
    if (name.equals(MediaType.APPLICATION_JSON)) {
      byte[] body = body(request);
      return body.length == 0 ? NOTHING : of(Fields.parse(body));
    }
    return name.equals(MediaType.APPLICATION_FORM_URLENCODED)
        ? form(new String(body(request), UTF_8))
        : NOTHING;
  }

  private static byte[] body(HttpRequest<?> request) {
    try (InputStream in = ((ServerHttpRequest<?>) request).byteBody().toInputStream()) {
      byte[] body = in.readNBytes(BODY_BYTES_MAX + 1);
      if (body.length > BODY_BYTES_MAX) {
        throw new InvalidInputException("The body is too long: send the named fields only.");
      }
      return body;
    } catch (IOException e) {
      throw new InvalidInputException("The body could not be read to its end: send it again.");
    }
  }

  private static Approval of(Fields fields) {
    return new Approval(
        fields.optionalText(TYPE, CommonFields.METHOD_TYPE_CHARS_MAX),
        fields.optionalText(ID, CommonFields.METHOD_ID_CHARS_MAX));
  }

  private static Approval form(String body) {
    return new Approval(
        value(body, TYPE, CommonFields.METHOD_TYPE_CHARS_MAX),
        value(body, ID, CommonFields.METHOD_ID_CHARS_MAX));
  }

  /** A field's first value; null when it is absent or empty. */
  private static @Nullable String value(String form, String name, int charsMax) {
    for (String pair : form.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        String value = decoded(pair.substring(name.length() + 1));
        if (value.length() > charsMax) {
          throw new InvalidInputException(
              name + " is too long: send at most " + charsMax + " characters.");
        }
        return value.isEmpty() ? null : value;
      }
    }
    return null;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("The form is malformed: encode it as a browser does.");
    }
  }
}
