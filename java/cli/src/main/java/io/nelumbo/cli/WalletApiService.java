package io.nelumbo.cli;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.nelumbo.api.v1.GetWalletAddressRequest;
import io.nelumbo.api.v1.GetWalletBalanceRequest;
import io.nelumbo.api.v1.NewWalletAddressRequest;
import io.nelumbo.api.v1.SendPrivatelyRequest;
import io.nelumbo.api.v1.ShieldRequest;
import io.nelumbo.api.v1.SyncWalletRequest;
import io.nelumbo.api.v1.UnshieldRequest;
import io.nelumbo.api.v1.WalletAddress;
import io.nelumbo.api.v1.WalletAmount;
import io.nelumbo.api.v1.WalletBalance;
import io.nelumbo.api.v1.WalletSent;
import io.nelumbo.api.v1.WalletServiceGrpc;
import io.nelumbo.api.v1.WalletSynced;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.codec.InvalidValueException;
import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.key.Address;
import io.nelumbo.core.note.Memo;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.AssetId;
import io.nelumbo.core.value.NetworkKind;
import io.nelumbo.prover.ProofResult;
import io.nelumbo.prover.ProverException;
import io.nelumbo.wallet.Balance;
import io.nelumbo.wallet.Wallet;
import io.nelumbo.wallet.WalletException;
import io.nelumbo.wallet.chain.ChainException;
import io.nelumbo.wallet.transfer.Transfers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The methods of {@code nelumbo/v1/wallet.proto}, on one wallet. Calls take turns; a few may wait,
 * more are turned away, so that they never hold all of the node's threads, which the wallet itself
 * needs when it asks the node.
 */
final class WalletApiService extends WalletServiceGrpc.WalletServiceImplBase {
  private static final Logger LOG = LoggerFactory.getLogger(WalletApiService.class);
  private static final int MAX_CALLS = 3;

  private final Semaphore places = new Semaphore(MAX_CALLS);
  private @Nullable Wallet wallet;

  /** Computes one answer. */
  private interface Answer<T> {
    T of(Wallet wallet) throws ChainException, DecodeException;
  }

  /** Moves value. */
  private interface Spend {
    Wallet.Sent on(Wallet wallet, AssetId asset) throws ChainException, DecodeException;
  }

  /** From now on the calls are answered. */
  synchronized void serve(Wallet opened) {
    wallet = opened;
  }

  /** From now on they are refused; returns when none is in progress. */
  synchronized void stop() {
    wallet = null;
  }

  @Override
  public void getWalletAddress(
      GetWalletAddressRequest request, StreamObserver<WalletAddress> observer) {
    answer(observer, w -> address(w, w.addresses().getLast()));
  }

  @Override
  public void newWalletAddress(
      NewWalletAddressRequest request, StreamObserver<WalletAddress> observer) {
    answer(observer, w -> address(w, w.newAddress()));
  }

  private static WalletAddress address(Wallet wallet, Address address) {
    NetworkKind kind = wallet.network().kind();
    return WalletAddress.newBuilder()
        .setAddress(address.text(kind.addressPrefix()))
        .setAccount(wallet.account().text(kind.accountPrefix()))
        .build();
  }

  @Override
  public void getWalletBalance(
      GetWalletBalanceRequest request, StreamObserver<WalletBalance> observer) {
    answer(
        observer,
        w -> {
          sync(w);
          Balance balance = w.balance();
          AssetId nativeAsset = w.network().nativeAsset();
          return WalletBalance.newBuilder()
              .setHeight(w.scannedHeight())
              .addAllPrivate(amounts(balance.spendable(), nativeAsset))
              .addAllPrivatePending(amounts(balance.pending(), nativeAsset))
              .addAllTransparent(amounts(balance.transparent(), nativeAsset))
              .build();
        });
  }

  private static List<WalletAmount> amounts(
      SortedMap<AssetId, Amount> amounts, AssetId nativeAsset) {
    return amounts.entrySet().stream().map(e -> amount(e, nativeAsset)).toList();
  }

  private static WalletAmount amount(Map.Entry<AssetId, Amount> entry, AssetId nativeAsset) {
    AssetId asset = entry.getKey();
    return WalletAmount.newBuilder()
        .setAsset(asset.equals(nativeAsset) ? "native" : asset.toString())
        .setAmount(entry.getValue().units())
        .build();
  }

  @Override
  public void syncWallet(SyncWalletRequest request, StreamObserver<WalletSynced> observer) {
    answer(
        observer,
        w -> WalletSynced.newBuilder().setBlocks(sync(w)).setHeight(w.scannedHeight()).build());
  }

  @Override
  public void sendPrivately(SendPrivatelyRequest request, StreamObserver<WalletSent> observer) {
    Transfers.Options options = options(request.hasFee(), request.getFee(), request.getCompact());
    spend(
        observer,
        request.getAsset(),
        (w, asset) -> {
          Address to =
              field("to", () -> Address.parse(request.getTo(), w.network().kind().addressPrefix()));
          Memo memo =
              field(
                  "memo",
                  () -> request.getMemo().isEmpty() ? Memo.none() : Memo.ofText(request.getMemo()));
          return w.send(asset, units(request.getAmount()), to, memo, options);
        });
  }

  @Override
  public void shield(ShieldRequest request, StreamObserver<WalletSent> observer) {
    Transfers.Options options = options(request.hasFee(), request.getFee(), false);
    spend(
        observer,
        request.getAsset(),
        (w, asset) -> w.shield(asset, units(request.getAmount()), options));
  }

  @Override
  public void unshield(UnshieldRequest request, StreamObserver<WalletSent> observer) {
    Transfers.Options options = options(request.hasFee(), request.getFee(), false);
    spend(
        observer,
        request.getAsset(),
        (w, asset) -> {
          String prefix = w.network().kind().accountPrefix();
          AccountKey to =
              request.getTo().isEmpty()
                  ? w.account()
                  : field("to", () -> AccountKey.parse(request.getTo(), prefix));
          return w.unshield(asset, units(request.getAmount()), to, options);
        });
  }

  private static Transfers.Options options(boolean hasFee, long fee, boolean compact) {
    return new Transfers.Options(hasFee ? Optional.of(Amount.of(fee)) : Optional.empty(), compact);
  }

  private static Amount units(long amount) {
    if (amount == 0) {
      throw CliException.badInput("amount: must be at least 1");
    }
    return Amount.of(amount);
  }

  /** A part of a request that is parsed. */
  private interface Part<T> {
    T parse() throws DecodeException;
  }

  private static <T> T field(String name, Part<T> part) {
    try {
      return part.parse();
    } catch (DecodeException | InvalidValueException e) {
      throw CliException.badInput(name + ": " + e.getMessage());
    }
  }

  private void spend(StreamObserver<WalletSent> observer, String asset, Spend spend) {
    answer(
        observer,
        w -> {
          AssetId which = WalletOptions.asset(asset.isEmpty() ? "native" : asset, w);
          sync(w);
          return sent(spend.on(w, which));
        });
  }

  private static long sync(Wallet wallet) throws ChainException {
    return wallet.sync((height, head) -> {});
  }

  private static WalletSent sent(Wallet.Sent sent) {
    List<ProofResult> proofs = sent.proofs();
    return WalletSent.newBuilder()
        .setTxid(sent.txid().toString())
        .setBytes(sent.bytes())
        .setProofs(proofs.size())
        .setSolveMillis(proofs.stream().mapToLong(ProofResult::solveNanos).sum() / 1e6)
        .setProveMillis(proofs.stream().mapToLong(p -> p.prove().total()).sum() / 1e6)
        .build();
  }

  private <T> void answer(StreamObserver<T> observer, Answer<T> answer) {
    if (!places.tryAcquire()) {
      observer.onError(
          Status.RESOURCE_EXHAUSTED
              .withDescription("the wallet is busy; try again in a moment")
              .asRuntimeException());
      return;
    }
    try {
      T message = locked(answer);
      observer.onNext(message);
      observer.onCompleted();
    } catch (ChainException | DecodeException | RuntimeException e) {
      observer.onError(status(e).asRuntimeException());
    } finally {
      places.release();
    }
  }

  private synchronized <T> T locked(Answer<T> answer) throws ChainException, DecodeException {
    if (wallet == null) {
      throw new ChainException("the wallet is not open");
    }
    return answer.of(wallet);
  }

  /** What a failure tells the caller: what the command line would say, and nothing of a bug. */
  private static Status status(Exception e) {
    Status status =
        switch (e) {
          case CliException _, DecodeException _, InvalidValueException _ ->
              Status.INVALID_ARGUMENT;
          case WalletException _ -> Status.FAILED_PRECONDITION;
          case ChainException chain ->
              chain.isRefused() ? Status.FAILED_PRECONDITION : Status.UNAVAILABLE;
          case ProverException _ -> Status.UNAVAILABLE;
          default -> Status.INTERNAL;
        };
    if (status.getCode() == Status.Code.INTERNAL) {
      LOG.error("a call of the wallet failed", e);
      return status.withDescription("the wallet could not answer; the node's log says why");
    }
    return status.withDescription(e.getMessage());
  }
}
