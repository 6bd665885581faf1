package dev.recur.service.page;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.core.io.Writable;
import io.micronaut.core.io.scan.ClassPathResourceLoader;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.util.locale.HttpLocaleResolver;
import io.micronaut.views.thymeleaf.ThymeleafViewsRenderer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.templateresolver.AbstractConfigurableTemplateResolver;

/**
 * Makes each page whole before any of it is sent. Otherwise the server makes it while it writes the
 * answer, where nobody catches what a template throws: the browser is never answered
 * (micronaut-views#832). A page that cannot be made is an error like any other.
 */
@Singleton
@Replaces(ThymeleafViewsRenderer.class)
final class WholePages<T> extends ThymeleafViewsRenderer<T> {

  WholePages(
      AbstractConfigurableTemplateResolver templates,
      TemplateEngine engine,
      ClassPathResourceLoader resources,
      HttpLocaleResolver locales) {
    super(templates, engine, resources, locales);
  }

  /**
   * The page, made.
   *
   * @throws io.micronaut.views.exceptions.ViewRenderingException when its template fails: a bug
   */
  @Override
  public Writable render(String name, @Nullable T model, @Nullable HttpRequest<?> request) {
    String page = html(name, model, request);
    return out -> out.write(page);
  }

  /**
   * The same as text.
   *
   * @throws io.micronaut.views.exceptions.ViewRenderingException when its template fails: a bug
   */
  String html(String name, @Nullable T model, @Nullable HttpRequest<?> request) {
    StringWriter html = new StringWriter();
    try {
      super.render(name, model, request).writeTo(html);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing into memory does not fail.", e);
    }
    return html.toString();
  }
}
