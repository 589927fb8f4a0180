package io.nelumbo.node.gossip;

import java.util.LinkedHashSet;

/** The last {@code capacity} distinct elements that were added; older ones are forgotten. */
final class BoundedSet<T> {

  private final int capacity;
  private final LinkedHashSet<T> elements = new LinkedHashSet<>();

  BoundedSet(int capacity) {
    this.capacity = capacity;
  }

  /** Returns whether the element is new. */
  boolean add(T element) {
    boolean fresh = elements.add(element);
    if (elements.size() > capacity) {
      elements.removeFirst();
    }
    return fresh;
  }

  /** Returns whether the element was there. */
  boolean remove(T element) {
    return elements.remove(element);
  }

  boolean contains(T element) {
    return elements.contains(element);
  }

  int size() {
    return elements.size();
  }
}
