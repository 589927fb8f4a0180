package io.nelumbo.node.rpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.grpc.Metadata;
import io.grpc.Status;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.value.Amount;
import java.util.Map;
import java.util.Set;

/**
 * Says what is wrong with a request where the transcoder would only say that something is: numbers
 * in the query string, and bodies that are no message.
 */
final class RequestGuard extends SimpleDecoratingHttpService {

  private static final Set<String> NUMBERS = Set.of("from", "to", "height");

  RequestGuard(HttpService delegate) {
    super(delegate);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
    for (Map.Entry<String, String> parameter : context.queryParams()) {
      if (!NUMBERS.contains(parameter.getKey())) {
        return refuse("the query string knows only from, to and height");
      }
      try {
        Amount.parse(parameter.getKey(), parameter.getValue());
      } catch (DecodeException e) {
        return refuse(String.valueOf(e.getMessage()));
      }
    }
    return unwrap().serve(context, request);
  }

  private static HttpResponse refuse(String message) {
    return HttpResponse.of(
        HttpStatus.BAD_REQUEST,
        MediaType.JSON,
        "{\"code\":3,\"grpc-code\":\"INVALID_ARGUMENT\",\"message\":\"" + message + "\"}");
  }

  /** Gives a body that is no message the status and the words that it deserves. */
  static Status describe(
      RequestContext context, Status status, Throwable cause, Metadata metadata) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof InvalidProtocolBufferException) {
        return Status.INVALID_ARGUMENT.withDescription("the body is not a message of this method");
      }
    }
    if (status.getCode() == Status.Code.INVALID_ARGUMENT && status.getDescription() == null) {
      return status.withDescription("the request is not a message of this method");
    }
    return status;
  }
}
