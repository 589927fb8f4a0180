package io.nelumbo.node.rpc;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.nelumbo.api.v1.AccountInfo;
import io.nelumbo.api.v1.AnchorInfo;
import io.nelumbo.api.v1.AssetList;
import io.nelumbo.api.v1.BlockInfo;
import io.nelumbo.api.v1.CompactBlocks;
import io.nelumbo.api.v1.Counters;
import io.nelumbo.api.v1.GetAccountRequest;
import io.nelumbo.api.v1.GetAnchorRequest;
import io.nelumbo.api.v1.GetAssetsRequest;
import io.nelumbo.api.v1.GetBlockRequest;
import io.nelumbo.api.v1.GetCompactBlocksRequest;
import io.nelumbo.api.v1.GetCountersRequest;
import io.nelumbo.api.v1.GetPeersRequest;
import io.nelumbo.api.v1.GetStatusRequest;
import io.nelumbo.api.v1.GetSupplyRequest;
import io.nelumbo.api.v1.GetTransactionRequest;
import io.nelumbo.api.v1.NodeServiceGrpc;
import io.nelumbo.api.v1.NodeStatus;
import io.nelumbo.api.v1.PeerList;
import io.nelumbo.api.v1.SubmitTransactionRequest;
import io.nelumbo.api.v1.SubmitTransactionResponse;
import io.nelumbo.api.v1.SupplyReport;
import io.nelumbo.api.v1.TransactionInfo;
import io.nelumbo.api.v1.Verdict;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.node.admission.Admission;
import io.nelumbo.node.admission.Receipt;
import io.nelumbo.verifier.Reason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The methods of {@code nelumbo/v1/node.proto}. Failures tell the caller nothing of the inside. */
final class NodeApiService extends NodeServiceGrpc.NodeServiceImplBase {

  private static final Logger log = LoggerFactory.getLogger(NodeApiService.class);

  private final NodeQueries node;
  private final ChainQueries chain;
  private final Admission admission;

  /** Computes one answer. */
  @FunctionalInterface
  private interface Answer<T> {
    T get() throws RequestException;
  }

  NodeApiService(NodeQueries node, ChainQueries chain, Admission admission) {
    this.node = node;
    this.chain = chain;
    this.admission = admission;
  }

  @Override
  public void getStatus(GetStatusRequest request, StreamObserver<NodeStatus> observer) {
    answer(observer, node::status);
  }

  @Override
  public void getTransaction(
      GetTransactionRequest request, StreamObserver<TransactionInfo> observer) {
    answer(observer, () -> chain.transaction(request.getTxid()));
  }

  @Override
  public void getBlock(GetBlockRequest request, StreamObserver<BlockInfo> observer) {
    answer(observer, () -> chain.block(request.getBlock()));
  }

  @Override
  public void getCompactBlocks(
      GetCompactBlocksRequest request, StreamObserver<CompactBlocks> observer) {
    answer(observer, () -> chain.compactBlocks(request.getFrom(), request.getTo()));
  }

  @Override
  public void getAccount(GetAccountRequest request, StreamObserver<AccountInfo> observer) {
    answer(observer, () -> chain.account(request.getAccount()));
  }

  @Override
  public void getAssets(GetAssetsRequest request, StreamObserver<AssetList> observer) {
    answer(observer, chain::assets);
  }

  @Override
  public void getAnchor(GetAnchorRequest request, StreamObserver<AnchorInfo> observer) {
    answer(observer, () -> chain.anchor(request.getHeight()));
  }

  @Override
  public void getPeers(GetPeersRequest request, StreamObserver<PeerList> observer) {
    answer(observer, node::peers);
  }

  @Override
  public void getSupply(GetSupplyRequest request, StreamObserver<SupplyReport> observer) {
    answer(observer, chain::supply);
  }

  @Override
  public void getCounters(GetCountersRequest request, StreamObserver<Counters> observer) {
    answer(observer, node::counters);
  }

  @Override
  public void submitTransaction(
      SubmitTransactionRequest request, StreamObserver<SubmitTransactionResponse> observer) {
    byte[] bytes = request.getTransaction().toByteArray();
    if (bytes.length == 0) {
      refuse(observer, Status.INVALID_ARGUMENT.withDescription("transaction: is missing"));
      return;
    }
    String txid;
    try {
      txid = Transaction.parse(bytes).txid().toString();
    } catch (DecodeException e) {
      respond(
          observer,
          SubmitTransactionResponse.newBuilder()
              .setVerdict(Verdict.REJECT)
              .setReason(Reason.MALFORMED.name())
              .setDetail(String.valueOf(e.getMessage()))
              .build());
      return;
    }
    admission
        .acknowledgeTransaction(bytes)
        .whenComplete((receipt, failure) -> submitted(observer, txid, receipt, failure));
  }

  private static void submitted(
      StreamObserver<SubmitTransactionResponse> observer,
      String txid,
      @Nullable Receipt receipt,
      @Nullable Throwable failure) {
    if (receipt == null) {
      failed(observer, failure);
    } else {
      respond(observer, response(txid, receipt));
    }
  }

  private static SubmitTransactionResponse response(String txid, Receipt receipt) {
    SubmitTransactionResponse.Builder response =
        SubmitTransactionResponse.newBuilder()
            .setTxid(txid)
            .setJournalPlace(receipt.journalPlace());
    return switch (receipt.verdict()) {
      case io.nelumbo.verifier.Verdict.Accept accept -> response.setVerdict(Verdict.ACCEPT).build();
      case io.nelumbo.verifier.Verdict.Ignore(Reason code, String detail) ->
          response.setVerdict(Verdict.IGNORE).setReason(code.name()).setDetail(detail).build();
      case io.nelumbo.verifier.Verdict.Defer(Reason code, String detail) ->
          response.setVerdict(Verdict.DEFER).setReason(code.name()).setDetail(detail).build();
      case io.nelumbo.verifier.Verdict.Reject(Reason code, String detail) ->
          response.setVerdict(Verdict.REJECT).setReason(code.name()).setDetail(detail).build();
    };
  }

  private static <T> void answer(StreamObserver<T> observer, Answer<T> answer) {
    T message;
    try {
      message = answer.get();
    } catch (RequestException e) {
      Status status =
          e.kind() == RequestException.Kind.NOT_FOUND ? Status.NOT_FOUND : Status.INVALID_ARGUMENT;
      refuse(observer, status.withDescription(e.getMessage()));
      return;
    } catch (RuntimeException e) {
      failed(observer, e);
      return;
    }
    respond(observer, message);
  }

  private static <T> void respond(StreamObserver<T> observer, T message) {
    observer.onNext(message);
    observer.onCompleted();
  }

  private static void failed(StreamObserver<?> observer, @Nullable Throwable failure) {
    log.error("a request failed", failure);
    refuse(
        observer, Status.INTERNAL.withDescription("the node could not answer; its log says why"));
  }

  private static void refuse(StreamObserver<?> observer, Status status) {
    observer.onError(status.asRuntimeException());
  }
}
