package io.nelumbo.node.net;

import io.nelumbo.core.value.Bytes32;
import io.nelumbo.node.gossip.Message;
import io.nelumbo.node.gossip.Message.Hello;
import io.nelumbo.node.gossip.PeerEvents;
import io.nelumbo.node.gossip.PeerLink;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Keeps what a transport reports. */
final class RecordingEvents implements PeerEvents {

  static final Bytes32 GENESIS = Bytes32.ZERO;

  final int chain;
  final List<PeerLink> links = new CopyOnWriteArrayList<>();
  final List<PeerLink> gone = new CopyOnWriteArrayList<>();
  final List<Message> messages = new CopyOnWriteArrayList<>();
  final List<String> problems = new CopyOnWriteArrayList<>();
  volatile boolean admitting = true;

  /** Messages wait here before they are written down. */
  volatile CountDownLatch gate = new CountDownLatch(0);

  RecordingEvents(int chain) {
    this.chain = chain;
  }

  static Hello hello(int chain) {
    return new Hello(
        new Message.Network(1, chain, GENESIS), new Message.Tip(0, GENESIS), 0, "test");
  }

  @Override
  public boolean admits(String addressGroup) {
    return admitting;
  }

  @Override
  public Hello localHello() {
    return hello(chain);
  }

  @Override
  public Optional<String> refusal(String peerId, Hello remote) {
    return remote.network().chain() == chain
        ? Optional.empty()
        : Optional.of("is on chain " + remote.network().chain());
  }

  @Override
  public void connected(PeerLink link) {
    links.add(link);
  }

  @Override
  public void received(PeerLink link, Message message) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    messages.add(message);
  }

  @Override
  public void malformed(PeerLink link, String problem) {
    problems.add(problem);
  }

  @Override
  public void disconnected(PeerLink link) {
    links.remove(link);
    gone.add(link);
  }
}
