package dev.recur.service.gateway;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Lets {@link OddRequest} stand in right behind the HTTP decoder. */
@Singleton
final class OddRequestsPipeline
    implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event.getBean().register(new Customizer(null));
    return event.getBean();
  }

  private record Customizer(@Nullable Channel channel) implements NettyServerCustomizer {

    @Override
    public NettyServerCustomizer specializeForChannel(Channel newChannel, ChannelRole role) {
      return new Customizer(newChannel);
    }

    @Override
    public void onStreamPipelineBuilt() {
      String decoder = ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC;
      if (channel != null && channel.pipeline().get(decoder) != null) {
        channel.pipeline().addAfter(decoder, "odd-requests", new Handler());
      }
    }
  }

  /** Of one connection. */
  private static final class Handler extends ChannelInboundHandlerAdapter {

    private boolean isCutOff;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (isCutOff) {
        // Where the next request begins is not known: this may be a part of the last one.
        ReferenceCountUtil.release(message);
      } else if (message instanceof HttpRequest request) {
        HttpRequest taken = OddRequest.orItself(request);
        isCutOff = OddRequest.isCutOff(taken);
        context.fireChannelRead(taken);
      } else if (message instanceof HttpContent content && content.decoderResult().isFailure()) {
        isCutOff = true;
        // Otherwise what came of the body until now would be taken for all of it.
        context.fireExceptionCaught(
            new IOException("The body breaks off.", content.decoderResult().cause()));
      } else {
        context.fireChannelRead(message);
      }
    }
  }
}
