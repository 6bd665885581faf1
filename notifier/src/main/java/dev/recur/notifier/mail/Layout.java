package dev.recur.notifier.mail;

import java.util.Locale;
import java.util.Map;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** Lays letters out, as text and as HTML: {@code mail/letter.txt} and {@code mail/letter.html}. */
final class Layout {

  private final TemplateEngine texts = engine(TemplateMode.TEXT, ".txt");
  private final TemplateEngine pages = engine(TemplateMode.HTML, ".html");

  private static TemplateEngine engine(TemplateMode mode, String suffix) {
    ClassLoaderTemplateResolver resolver =
        new ClassLoaderTemplateResolver(Layout.class.getClassLoader());
    resolver.setPrefix("mail/");
    resolver.setSuffix(suffix);
    resolver.setTemplateMode(mode);
    resolver.setCharacterEncoding("UTF-8");
    TemplateEngine engine = new TemplateEngine();
    engine.setTemplateResolver(resolver);
    return engine;
  }

  /** For those who read no HTML. */
  String text(Letter letter) {
    return texts.process("letter", context(letter));
  }

  /** With its style in every element, and nothing that is fetched from anywhere. */
  String html(Letter letter) {
    return pages.process("letter", context(letter));
  }

  private static Context context(Letter letter) {
    return new Context(Locale.forLanguageTag(letter.language()), Map.of("letter", letter));
  }
}
