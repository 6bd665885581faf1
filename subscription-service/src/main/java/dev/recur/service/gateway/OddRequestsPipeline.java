package dev.recur.service.gateway;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Lets {@link OddRequest} stand in right behind the HTTP decoder. */
@Singleton
final class OddRequestsPipeline
    implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

  private static final ChannelHandler HANDLER = new Handler();

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
        channel.pipeline().addAfter(decoder, "odd-requests", HANDLER);
      }
    }
  }

  @ChannelHandler.Sharable
  private static final class Handler extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      context.fireChannelRead(
          message instanceof HttpRequest request ? OddRequest.orItself(request) : message);
    }
  }
}
