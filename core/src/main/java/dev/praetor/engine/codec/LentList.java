package dev.praetor.engine.codec;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * A list of a reader's own that shares the elements of another list until the reader changes it, or
 * gets an element that can be changed. Changed by one thread; read by several.
 */
final class LentList extends AbstractList<@Nullable Object> implements RandomAccess {
  private final List<?> lender;
  private final Codec element;
  private volatile @Nullable List<@Nullable Object> own;

  LentList(List<?> lender, Codec element) {
    this.lender = lender;
    this.element = element;
  }

  @Override
  public @Nullable Object get(int index) {
    List<@Nullable Object> mine = own;
    if (mine == null && element.isImmutable()) {
      return lender.get(index);
    }
    return own().get(index);
  }

  @Override
  public int size() {
    List<@Nullable Object> mine = own;
    return mine == null ? lender.size() : mine.size();
  }

  @Override
  public @Nullable Object set(int index, @Nullable Object value) {
    return own().set(index, value);
  }

  @Override
  public void add(int index, @Nullable Object value) {
    modCount++;
    own().add(index, value);
  }

  @Override
  public @Nullable Object remove(int index) {
    modCount++;
    return own().remove(index);
  }

  private List<@Nullable Object> own() {
    List<@Nullable Object> mine = own;
    return mine == null ? copied() : mine;
  }

  private synchronized List<@Nullable Object> copied() {
    List<@Nullable Object> mine = own;
    if (mine == null) {
      mine = new ArrayList<>(lender.size());
      for (Object each : lender) {
        mine.add(copied(each));
      }
      own = mine;
    }
    return mine;
  }

  private @Nullable Object copied(@Nullable Object each) {
    try {
      return element.copyNullable(each);
    } catch (NotCarried e) {
      throw new IllegalStateException("a value that was copied before cannot be copied: " + e, e);
    }
  }
}
