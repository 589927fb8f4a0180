package io.nelumbo.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.nelumbo.api.ApiException.Code;
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
import io.nelumbo.api.v1.NodeStatus;
import io.nelumbo.api.v1.PeerList;
import io.nelumbo.api.v1.SubmitTransactionRequest;
import io.nelumbo.api.v1.SubmitTransactionResponse;
import io.nelumbo.api.v1.SupplyReport;
import io.nelumbo.api.v1.TransactionInfo;
import java.net.URI;
import java.time.Duration;

/**
 * Blocking calls to the API of one node ({@code nelumbo/v1/node.proto} says what each field means).
 * Every call ends within its timeout and reports failures as {@link ApiException}. Identifiers are
 * 64 lower-case hexadecimal characters. Any number of threads may use one client.
 */
public final class NodeClient implements AutoCloseable {

  /** Longest wait for an answer that the node has at hand. */
  public static final Duration READ_TIMEOUT = Duration.ofSeconds(15);

  /** Longest wait for the verdict on a transaction. */
  public static final Duration SUBMIT_TIMEOUT = Duration.ofSeconds(60);

  /** Largest answer that is read: a page of compact blocks is about 8 MiB and at most 13. */
  private static final int MAX_RESPONSE_BYTES = 16 << 20;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final URI address;
  private final UnaryChannel channel;

  private NodeClient(URI address) {
    this.address = address;
    this.channel = new UnaryChannel(address, CONNECT_TIMEOUT, MAX_RESPONSE_BYTES);
  }

  /** A client of the node at this port of the loopback interface. */
  public static NodeClient local(int port) throws ApiException {
    return connect("http://127.0.0.1:" + port);
  }

  /**
   * A client of the node at {@code http://host:port}; "host:port" will do. Nothing is sent yet.
   *
   * @throws ApiException INVALID_ARGUMENT if the address is not of this form
   */
  public static NodeClient connect(String address) throws ApiException {
    String text = address.contains("://") ? address : "http://" + address;
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw badAddress(address);
    }
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null || uri.getPort() < 1 || uri.getPort() > 65_535) {
      throw badAddress(address);
    }
    return new NodeClient(uri);
  }

  private static ApiException badAddress(String address) {
    return new ApiException(
        Code.INVALID_ARGUMENT,
        "node address '" + address + "' is not of the form http://host:port");
  }

  /** The address this client was made for. */
  public URI address() {
    return address;
  }

  public NodeStatus status() throws ApiException {
    return read("GetStatus", GetStatusRequest.getDefaultInstance(), NodeStatus.parser());
  }

  /** Hands in a transaction; a refusal is an answer, not an exception. */
  public SubmitTransactionResponse submitTransaction(byte[] transaction) throws ApiException {
    SubmitTransactionRequest request =
        SubmitTransactionRequest.newBuilder()
            .setTransaction(ByteString.copyFrom(transaction))
            .build();
    return channel.call(
        "SubmitTransaction", request, SubmitTransactionResponse.parser(), SUBMIT_TIMEOUT);
  }

  /** A transaction of the chain or the mempool; NOT_FOUND otherwise. */
  public TransactionInfo transaction(String txid) throws ApiException {
    GetTransactionRequest request = GetTransactionRequest.newBuilder().setTxid(txid).build();
    return read("GetTransaction", request, TransactionInfo.parser());
  }

  public BlockInfo blockAt(long height) throws ApiException {
    return block(Long.toUnsignedString(height));
  }

  /** A block by height in decimal, by hash, or "head". */
  public BlockInfo block(String heightOrHash) throws ApiException {
    GetBlockRequest request = GetBlockRequest.newBuilder().setBlock(heightOrHash).build();
    return read("GetBlock", request, BlockInfo.parser());
  }

  /**
   * One page of compact blocks from height {@code from} (at least 1) up to {@code to} (0: the
   * head). The page's {@code next_height} is where to go on, 0 at the end.
   */
  public CompactBlocks compactBlocks(long from, long to) throws ApiException {
    GetCompactBlocksRequest request =
        GetCompactBlocksRequest.newBuilder().setFrom(from).setTo(to).build();
    return read("GetCompactBlocks", request, CompactBlocks.parser());
  }

  public AccountInfo account(String account) throws ApiException {
    GetAccountRequest request = GetAccountRequest.newBuilder().setAccount(account).build();
    return read("GetAccount", request, AccountInfo.parser());
  }

  public AssetList assets() throws ApiException {
    return read("GetAssets", GetAssetsRequest.getDefaultInstance(), AssetList.parser());
  }

  /** The newest anchor that the network's rule allows. */
  public AnchorInfo anchor() throws ApiException {
    return anchorAt(0);
  }

  /** The anchor of a height; 0 stands for the newest allowed one. */
  public AnchorInfo anchorAt(long height) throws ApiException {
    GetAnchorRequest request = GetAnchorRequest.newBuilder().setHeight(height).build();
    return read("GetAnchor", request, AnchorInfo.parser());
  }

  public PeerList peers() throws ApiException {
    return read("GetPeers", GetPeersRequest.getDefaultInstance(), PeerList.parser());
  }

  public SupplyReport supply() throws ApiException {
    return read("GetSupply", GetSupplyRequest.getDefaultInstance(), SupplyReport.parser());
  }

  public Counters counters() throws ApiException {
    return read("GetCounters", GetCountersRequest.getDefaultInstance(), Counters.parser());
  }

  private <T extends Message> T read(String method, Message request, Parser<T> parser)
      throws ApiException {
    return channel.call(method, request, parser, READ_TIMEOUT);
  }

  @Override
  public void close() {
    channel.close();
  }
}
