package dev.recur.service.gateway;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
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
  private static final class Handler extends ChannelDuplexHandler {

    /** How many requests are not answered. */
    private int open;

    /** True when nothing more is taken: where the next request begins is not known. */
    private boolean isCutOff;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (isCutOff) {
        // This may be a part of the last request.
        ReferenceCountUtil.release(message);
      } else if (message instanceof HttpRequest request) {
        open++;
        HttpRequest taken = OddRequest.orItself(request);
        isCutOff = OddRequest.isCutOff(taken);
        context.fireChannelRead(taken);
      } else if (message instanceof HttpContent content && content.decoderResult().isFailure()) {
        ReferenceCountUtil.release(message);
        breaksOff(context, content.decoderResult().cause());
      } else {
        context.fireChannelRead(message);
      }
    }

    /** A body that is not all there, and will not be. */
    private void breaksOff(ChannelHandlerContext context, Throwable cause) {
      isCutOff = true;
      if (open == 0) {
        // It was answered without its body.
        close(context);
        return;
      }
      // Otherwise what came of the body until now would be taken for all of it. In these words the
      // server does not log it where nobody reads the body: anybody can send one.
      context.fireExceptionCaught(
          new IOException("Connection broken: the body breaks off.", cause));
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      // Who wrote it holds the promise.
      ChannelFuture _ = context.write(message, promise);
      if (message instanceof LastHttpContent && !isInterim(message)) {
        open--;
        if (isCutOff && open == 0) {
          close(context);
        }
      }
    }

    private static boolean isInterim(Object message) {
      return message instanceof HttpResponse response
          && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    private static void close(ChannelHandlerContext context) {
      context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }
}
