package dev.recur.service.page;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.views.thymeleaf.WebEngineContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.dialect.AbstractProcessorDialect;
import org.thymeleaf.exceptions.TemplateProcessingException;
import org.thymeleaf.model.ITemplateEnd;
import org.thymeleaf.model.ITemplateStart;
import org.thymeleaf.processor.IProcessor;
import org.thymeleaf.processor.templateboundaries.AbstractTemplateBoundariesProcessor;
import org.thymeleaf.processor.templateboundaries.ITemplateBoundariesStructureHandler;
import org.thymeleaf.standard.StandardDialect;
import org.thymeleaf.templatemode.TemplateMode;

/** Lets the templates that a request names fail at their end, when most of them is written. */
@Singleton
final class TornPages implements BeanCreatedEventListener<TemplateEngine> {

  /** Names templates, with commas between them. */
  static final String HEADER = "Torn-Templates";

  @Override
  public TemplateEngine onCreated(BeanCreatedEvent<TemplateEngine> event) {
    TemplateEngine engine = event.getBean();
    engine.addDialect(new Tearing());
    return engine;
  }

  private static final class Tearing extends AbstractProcessorDialect {

    Tearing() {
      super("tearing", "tearing", StandardDialect.PROCESSOR_PRECEDENCE);
    }

    @Override
    public Set<IProcessor> getProcessors(String prefix) {
      return Set.of(new AtTheEnd());
    }
  }

  private static final class AtTheEnd extends AbstractTemplateBoundariesProcessor {

    AtTheEnd() {
      super(TemplateMode.HTML, StandardDialect.PROCESSOR_PRECEDENCE);
    }

    @Override
    public void doProcessTemplateStart(
        ITemplateContext context,
        ITemplateStart start,
        ITemplateBoundariesStructureHandler handler) {}

    @Override
    public void doProcessTemplateEnd(
        ITemplateContext context, ITemplateEnd end, ITemplateBoundariesStructureHandler handler) {
      String torn =
          Objects.requireNonNull(((WebEngineContext) context).getRequest())
              .getHeaders()
              .get(HEADER, String.class, "");
      if (List.of(torn.split(",")).contains(context.getTemplateData().getTemplate())) {
        throw new TemplateProcessingException("torn");
      }
    }
  }
}
