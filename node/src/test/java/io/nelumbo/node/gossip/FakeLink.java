package io.nelumbo.node.gossip;

import io.nelumbo.core.value.Bytes32;
import java.util.ArrayList;
import java.util.List;

/** A connection that goes nowhere and writes down what it was to send. */
final class FakeLink implements PeerLink {

  private final String peerId;
  private String addressGroup;
  final List<Message> sent = new ArrayList<>();
  boolean writable = true;
  long bytesReceived;

  FakeLink(String peerId) {
    this.peerId = peerId;
    addressGroup = peerId;
  }

  /** Gives it an address of its own; else the id stands for it. */
  FakeLink at(String group) {
    addressGroup = group;
    return this;
  }

  static FakeLink of(PeerState peer) {
    return (FakeLink) peer.link;
  }

  /** The messages of one type since the last call. */
  <T extends Message> List<T> take(Class<T> type) {
    List<T> found = sent.stream().filter(type::isInstance).map(type::cast).toList();
    sent.removeAll(found);
    return found;
  }

  @Override
  public String peerId() {
    return peerId;
  }

  @Override
  public String address() {
    return peerId;
  }

  @Override
  public String addressGroup() {
    return addressGroup;
  }

  @Override
  public boolean loopback() {
    return false;
  }

  @Override
  public boolean outbound() {
    return false;
  }

  @Override
  public Message.Hello hello() {
    return new Message.Hello(
        new Message.Network(1, 7, Bytes32.ZERO), new Message.Tip(0, Bytes32.ZERO), 0, "");
  }

  @Override
  public boolean send(Message message) {
    return writable && sent.add(message);
  }

  @Override
  public boolean writable() {
    return writable;
  }

  @Override
  public long bytesReceived() {
    return bytesReceived;
  }

  @Override
  public void close(String reason) {}
}
