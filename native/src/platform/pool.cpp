#include "platform/pool.h"

#include <sched.h>

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "platform/wipe.h"

namespace nelumbo::platform {
namespace {

// About 20 microseconds: the gap between two loops of one computation is shorter than a wake-up.
constexpr int kSpins = 400;

// Fields of State::gate.
constexpr std::uint64_t kInside = 0xffff;
constexpr std::uint64_t kClosed = 1 << 16;
constexpr std::uint64_t kRound = 1 << 17;

std::uint64_t round_of(std::uint64_t gate) { return gate / kRound; }

void relax() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

}  // namespace

void Control::advance(std::uint64_t steps) {
  if (progress_ == nullptr) {
    return;
  }
  std::uint64_t done = done_.fetch_add(steps, std::memory_order_relaxed) + steps;
  done = std::min(done, steps_);
  const std::uint64_t now = base_ + (target_ - base_) * done / steps_;
  // Never backwards, whichever worker comes first.
  std::uint64_t seen = __atomic_load_n(progress_, __ATOMIC_RELAXED);
  while (seen < now && !__atomic_compare_exchange_n(progress_, &seen, now, true, __ATOMIC_RELAXED,
                                                    __ATOMIC_RELAXED)) {
  }
}

struct WorkerPool::State {
  std::mutex owner;  // held by the thread whose loop is being shared

  std::mutex lock;  // guards stop and the sleep
  std::condition_variable wake;
  std::atomic<bool> stop{false};
  // The number of the loop, whether it is closed to newcomers, and how many workers are inside. A
  // worker that wakes too late finds it closed: nobody waits for it.
  std::atomic<std::uint64_t> gate{kClosed};

  // The loop being shared: written by its owner while the gate is closed and empty.
  std::size_t count = 0;
  std::size_t grain = 1;
  const Control* control = nullptr;
  Body body = nullptr;
  void* self = nullptr;
  std::atomic<std::size_t> next{0};

  // The first failure of the loop being shared; its owner throws it again.
  std::mutex failure_lock;
  std::exception_ptr failure;

  std::vector<std::thread> threads;

  void keep(std::exception_ptr thrown) {
    const std::lock_guard guard(failure_lock);
    if (failure == nullptr) {
      failure = std::move(thrown);
    }
    next.store(count, std::memory_order_relaxed);  // chunks that have not begun are dropped
  }

  void end() {
    {
      const std::lock_guard guard(lock);
      stop.store(true, std::memory_order_release);
    }
    wake.notify_all();
    for (auto& t : threads) {
      t.join();
    }
  }
};

WorkerPool::WorkerPool(unsigned threads) : threads_(threads), state_(std::make_unique<State>()) {
  state_->threads.reserve(threads - 1);
  try {
    for (unsigned i = 1; i < threads; ++i) {
      state_->threads.emplace_back([this, i] { work(i); });
    }
  } catch (...) {
    state_->end();
    throw;
  }
}

WorkerPool::~WorkerPool() { state_->end(); }

unsigned WorkerPool::available_processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  unsigned n = 0;
  if (sched_getaffinity(0, sizeof(set), &set) == 0) {
    n = static_cast<unsigned>(CPU_COUNT(&set));
  } else {
    n = std::thread::hardware_concurrency();
  }
  return std::clamp(n, 1U, 256U);
}

void WorkerPool::share(unsigned worker) {
  State& s = *state_;
  for (;;) {
    const std::size_t begin = s.next.fetch_add(s.grain, std::memory_order_relaxed);
    if (begin >= s.count || s.control->cancelled()) {
      return;
    }
    try {
      s.body(s.self, begin, std::min(begin + s.grain, s.count), worker);
    } catch (...) {
      s.keep(std::current_exception());
      return;
    }
  }
}

void WorkerPool::work(unsigned worker) {
  State& s = *state_;
  std::uint64_t seen = 0;
  const auto idle = [&] {
    return round_of(s.gate.load(std::memory_order_acquire)) == seen &&
           !s.stop.load(std::memory_order_acquire);
  };
  for (;;) {
    for (int i = 0; i < kSpins && idle(); ++i) {
      relax();
    }
    if (idle()) {
      std::unique_lock guard(s.lock);
      s.wake.wait(guard, [&] { return !idle(); });
    }
    if (s.stop.load(std::memory_order_acquire)) {
      return;
    }
    std::uint64_t gate = s.gate.load(std::memory_order_acquire);
    seen = round_of(gate);
    while ((gate & kClosed) == 0 && round_of(gate) == seen) {
      if (s.gate.compare_exchange_weak(gate, gate + 1, std::memory_order_acq_rel)) {
        auto whole = [&] { share(worker); };
        apart(whole);
        wipe_stack();  // the body may have computed with secrets
        s.gate.fetch_sub(1, std::memory_order_release);
        break;
      }
    }
  }
}

void WorkerPool::run(std::size_t count, std::size_t grain, const Control& control, Body body,
                     void* self) {
  State& s = *state_;
  grain = std::max<std::size_t>(grain, 1);
  std::unique_lock owner(s.owner, std::defer_lock);
  if (threads_ == 1 || count <= grain || !owner.try_lock()) {
    for (std::size_t begin = 0; begin < count && !control.cancelled(); begin += grain) {
      body(self, begin, std::min(begin + grain, count), 0);
    }
    return;
  }
  s.count = count;
  s.grain = grain;
  s.control = &control;
  s.body = body;
  s.self = self;
  s.next.store(0, std::memory_order_relaxed);
  {
    const std::lock_guard guard(s.lock);
    s.gate.store((round_of(s.gate.load(std::memory_order_relaxed)) + 1) * kRound,
                 std::memory_order_release);
  }
  s.wake.notify_all();
  share(0);
  s.gate.fetch_or(kClosed, std::memory_order_acq_rel);
  for (int i = 0; (s.gate.load(std::memory_order_acquire) & kInside) != 0; ++i) {
    if (i < kSpins) {
      relax();
    } else {
      std::this_thread::yield();
    }
  }
  if (std::exception_ptr failure = std::exchange(s.failure, nullptr); failure != nullptr) {
    std::rethrow_exception(failure);
  }
}

}  // namespace nelumbo::platform
