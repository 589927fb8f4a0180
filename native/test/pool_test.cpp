#include "platform/pool.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <numeric>
#include <thread>
#include <vector>

#include "platform/buffer.h"
#include "platform/error.h"

namespace nelumbo::platform {
namespace {

TEST(PoolTest, EveryIterationRunsExactlyOnce) {
  for (unsigned threads : {1U, 2U, 3U, 8U}) {
    WorkerPool pool(threads);
    for (std::size_t count : {0, 1, 2, 7, 64, 1000}) {
      for (std::size_t grain : {1, 3, 64, 5000}) {
        std::vector<int> hits(count, 0);
        std::atomic<bool> worker_in_range{true};
        parallel_for(pool, count, grain, Control(),
                     [&](std::size_t begin, std::size_t end, unsigned worker) {
                       if (worker >= threads || end - begin > grain) {
                         worker_in_range = false;
                       }
                       for (std::size_t i = begin; i < end; ++i) {
                         ++hits[i];
                       }
                     });
        EXPECT_EQ(std::accumulate(hits.begin(), hits.end(), std::size_t{0}), count);
        EXPECT_TRUE(std::all_of(hits.begin(), hits.end(), [](int h) { return h == 1; }));
        EXPECT_TRUE(worker_in_range);
      }
    }
  }
}

TEST(ControlTest, StaysCancelledWhenTheFlagIsTakenBack) {
  std::int32_t flag = 0;
  const Control control(&flag, nullptr);
  EXPECT_FALSE(control.cancelled());
  flag = 1;
  EXPECT_TRUE(control.cancelled());
  flag = 0;
  EXPECT_TRUE(control.cancelled());
  EXPECT_FALSE(Control(&flag, nullptr).cancelled());
}

TEST(PoolTest, ResultsOfOneLoopAreVisibleToTheNext) {
  WorkerPool pool(4);
  std::vector<std::uint64_t> v(4096, 1);
  for (int round = 0; round < 200; ++round) {
    parallel_for(pool, v.size() / 2, 16, Control(),
                 [&](std::size_t begin, std::size_t end, unsigned) {
                   for (std::size_t i = begin; i < end; ++i) {
                     std::swap(v[i], v[v.size() - 1 - i]);
                     v[i] += 1;
                   }
                 });
  }
  EXPECT_EQ(std::accumulate(v.begin(), v.end(), std::uint64_t{0}), 4096u + 200u * 2048u);
}

TEST(PoolTest, CallsFromManyThreadsAndFromInsideABody) {
  WorkerPool pool(3);
  std::atomic<std::uint64_t> sum{0};
  std::vector<std::thread> callers;
  for (int t = 0; t < 4; ++t) {
    callers.emplace_back([&] {
      for (int round = 0; round < 50; ++round) {
        parallel_for(pool, 10, 1, Control(), [&](std::size_t begin, std::size_t end, unsigned) {
          for (std::size_t i = begin; i < end; ++i) {
            parallel_for(pool, 3, 1, Control(),
                         [&](std::size_t b, std::size_t e, unsigned) { sum += e - b; });
          }
        });
      }
    });
  }
  for (auto& t : callers) {
    t.join();
  }
  EXPECT_EQ(sum.load(), 4u * 50u * 30u);
}

TEST(PoolTest, CancelDropsTheRest) {
  WorkerPool pool(2);
  std::int32_t cancel = 0;
  const Control control(&cancel, nullptr);
  std::atomic<int> ran{0};
  parallel_for(pool, 100000, 1, control, [&](std::size_t, std::size_t, unsigned) {
    if (++ran == 10) {
      __atomic_store_n(&cancel, 1, __ATOMIC_RELAXED);
    }
  });
  EXPECT_TRUE(control.cancelled());
  EXPECT_GE(ran.load(), 10);
  EXPECT_LT(ran.load(), 100000);
}

TEST(PoolTest, ProgressRisesToTheAnnouncedMark) {
  WorkerPool pool(3);
  std::uint64_t progress = 0;
  Control control(nullptr, &progress);
  control.begin_phase(400, 100);
  parallel_for(pool, 100, 1, control,
               [&](std::size_t begin, std::size_t end, unsigned) { control.advance(end - begin); });
  EXPECT_EQ(progress, 400u);
  control.begin_phase(1000, 2);
  control.advance(1);
  EXPECT_EQ(progress, 700u);
  control.advance(5);
  EXPECT_EQ(progress, 1000u);
}

TEST(PoolTest, FailureInAnyWorkerReachesTheCallerAndThePoolGoesOn) {
  for (unsigned threads : {1u, 2u, 4u}) {
    WorkerPool pool(threads);
    for (std::size_t bad = 0; bad < 64; ++bad) {
      const auto body = [&](std::size_t begin, std::size_t end, unsigned) {
        if (begin <= bad && bad < end) {
          throw std::bad_alloc();
        }
      };
      EXPECT_THROW(parallel_for(pool, 64, 1, Control(), body), std::bad_alloc);
      std::atomic<std::size_t> sum{0};
      parallel_for(pool, 64, 1, Control(),
                   [&](std::size_t begin, std::size_t end, unsigned) { sum += end - begin; });
      EXPECT_EQ(sum.load(), 64u);
    }
  }
}

TEST(BufferTest, IsZeroedAlignedAndMovable) {
  for (std::size_t bytes : {1UL, 4096UL, 3UL << 20}) {
    Buffer b(bytes, Buffer::Contents::kSecret);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(b.data()) % 64, 0u);
    EXPECT_EQ(b.as<std::uint8_t>()[bytes - 1], 0);
    b.as<std::uint8_t>()[bytes - 1] = 7;
    const Buffer moved = std::move(b);
    EXPECT_EQ(moved.as<std::uint8_t>()[bytes - 1], 7);
    EXPECT_EQ(moved.size(), bytes);
  }
  EXPECT_THROW(Buffer(SIZE_MAX - 5, Buffer::Contents::kPublic), std::bad_alloc);
  EXPECT_EQ(Buffer(0, Buffer::Contents::kPublic).data(), nullptr);
}

TEST(ErrorTest, KeepsTheMessageOfThisThread) {
  EXPECT_EQ(set_error(3, "field %s: %d", "domain", 7), 3);
  std::thread([] { set_error(1, "other"); }).join();
  EXPECT_EQ(last_error(), "field domain: 7");
  set_error(2, "%s", std::string(2000, 'x').c_str());
  EXPECT_EQ(last_error().size(), 511u);
}

}  // namespace
}  // namespace nelumbo::platform
