// A fixed set of threads that share the iterations of one loop at a time.
#ifndef NELUMBO_PLATFORM_POOL_H_
#define NELUMBO_PLATFORM_POOL_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "platform/isa.h"

namespace nelumbo::platform {

// What a caller may say to, and see of, a long computation. Both pointers may be null; they are
// read and written with relaxed atomics, so that another thread (or another language) may share
// them. One object serves one computation.
class Control {
 public:
  Control() = default;
  Control(const std::int32_t* cancel, std::uint64_t* progress)
      : cancel_(cancel), progress_(progress) {}

  // Once true it stays true, whatever the caller does with the flag: work that was dropped stays
  // known as dropped.
  NLB_INLINE bool cancelled() const {
    if (cancel_ == nullptr) {
      return false;
    }
    if (__atomic_load_n(cancel_, __ATOMIC_RELAXED) != 0) {
      seen_cancelled_.store(true, std::memory_order_relaxed);
    }
    return seen_cancelled_.load(std::memory_order_relaxed);
  }

  // Announces that the coming work takes progress from where it stands to `permille`, in `steps`
  // steps. Call while no worker runs.
  void begin_phase(std::uint64_t permille, std::uint64_t steps) {
    base_ = target_;
    target_ = permille;
    steps_ = steps == 0 ? 1 : steps;
    done_.store(0, std::memory_order_relaxed);
  }

  // Any worker, when it has finished `steps` of the phase's steps.
  void advance(std::uint64_t steps);

 private:
  const std::int32_t* cancel_ = nullptr;
  std::uint64_t* progress_ = nullptr;
  std::uint64_t base_ = 0;
  std::uint64_t target_ = 0;
  std::uint64_t steps_ = 1;
  std::atomic<std::uint64_t> done_{0};
  mutable std::atomic<bool> seen_cancelled_{false};
};

// threads - 1 sleeping threads; the thread that calls run is the last of them.
//
// Any thread may call run. While one loop is being shared, a second call (from another thread or
// from inside a body) runs its loop alone in its own thread: several small computations at once
// are faster whole than split.
//
// A worker wipes the stack that it used (wipe_stack's 48 KiB) before the loop ends; a caller with
// secrets wipes its own.
class WorkerPool {
 public:
  // body(self, begin, end, worker): iterations [begin, end) by worker 0..threads-1.
  using Body = void (*)(void* self, std::size_t begin, std::size_t end, unsigned worker);

  // threads is 1..256, the caller included. Throws std::system_error when a thread cannot start.
  explicit WorkerPool(unsigned threads);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  unsigned threads() const { return threads_; }

  // One thread per processor that this process may use, at most 256.
  static unsigned available_processors();

  // Runs all count iterations in chunks of at most `grain` and returns when they are done. If the
  // control says so, chunks that have not begun are dropped: the caller asks control.cancelled().
  // When a body throws, chunks that have not begun are dropped too and run throws the first failure
  // once every worker has left the loop.
  void run(std::size_t count, std::size_t grain, const Control& control, Body body, void* self);

 private:
  struct State;
  void work(unsigned worker);
  void share(unsigned worker);

  unsigned threads_;
  std::unique_ptr<State> state_;
};

}  // namespace nelumbo::platform

namespace nelumbo::platform {
inline namespace NLB_ISA {

// WorkerPool::run for a callable f(begin, end, worker).
template <class F>
void parallel_for(WorkerPool& pool, std::size_t count, std::size_t grain, const Control& control,
                  F&& f) {
  using Callable = std::remove_reference_t<F>;
  pool.run(
      count, grain, control,
      [](void* self, std::size_t begin, std::size_t end, unsigned worker) {
        (*static_cast<Callable*>(self))(begin, end, worker);
      },
      const_cast<void*>(static_cast<const void*>(&f)));
}

}  // namespace NLB_ISA
}  // namespace nelumbo::platform

#endif  // NELUMBO_PLATFORM_POOL_H_
