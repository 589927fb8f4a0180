#include "msm/run.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <vector>

#include "platform/buffer.h"

namespace nelumbo::msm {
namespace {

using platform::Buffer;

std::uint64_t now_nanos() {
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(
                                        std::chrono::steady_clock::now().time_since_epoch())
                                        .count());
}

std::size_t round_up(std::size_t bytes) { return (bytes + 63) / 64 * 64; }

// A job in hand.
struct Work {
  Job* job;
  MsmTask task;
  Buffer multiples;    // of the points, for a split; public
  std::size_t result;  // bytes before the first unit's result
  std::atomic<std::uint64_t> nanos{0};
};

struct Unit {
  std::uint64_t cost;
  Work* work;
  std::size_t index;
};

class Pile {
 public:
  Pile(platform::WorkerPool& pool, platform::Control& control, std::span<Job> jobs)
      : pool_(pool), control_(control), works_(jobs.size()) {
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      take(works_[i], jobs[i]);
    }
    results_ = Buffer(result_bytes_, Buffer::Contents::kSecret);
    scratch_ = Buffer(worker_bytes_ * pool.threads(), Buffer::Contents::kSecret);
    std::stable_sort(units_.begin(), units_.end(),
                     [](const Unit& a, const Unit& b) { return a.cost > b.cost; });
  }

  void run() {
    for (Work& work : works_) {
      split_points(work);
    }
    for_each(units_.size(), [&](std::size_t i, unsigned worker) {
      const Unit& u = units_[i];
      u.work->job->kernel->unit_vartime(
          result(*u.work) + u.index * u.work->job->kernel->result_bytes, u.work->task, u.index,
          scratch_.as<char>() + worker * worker_bytes_, control_);
      control_.advance(u.cost);
      return u.work;
    });
    for_each(works_.size(), [&](std::size_t i, unsigned) {
      const Job& job = *works_[i].job;
      job.kernel->combine_vartime(job.sum, result(works_[i]), works_[i].task);
      return &works_[i];
    });
    for (Work& work : works_) {
      work.job->nanos = work.nanos;
    }
  }

  std::uint64_t cost() const {
    std::uint64_t sum = 0;
    for (const Unit& u : units_) {
      sum += u.cost;
    }
    return sum;
  }

 private:
  void take(Work& work, Job& job) {
    work.job = &job;
    // Windows are enough work to share unless there are many threads.
    const std::size_t windows = job.digits.windows;
    const std::size_t wanted = (2 * std::size_t{pool_.threads()} + windows - 1) / windows;
    const std::size_t useful = job.count * job.digits.split.parts / (4 * job.digits.buckets()) + 1;
    const std::size_t slices = pool_.threads() == 1 ? 1 : std::min(wanted, useful);
    work.task = {job.points, job.count, job.map, job.digits, slices};
    work.result = result_bytes_;
    result_bytes_ += round_up(work.task.units() * job.kernel->result_bytes);
    worker_bytes_ = std::max(worker_bytes_, round_up(job.kernel->worker_bytes(work.task)));
    // Additions, times the square of the size of a coordinate.
    const std::uint64_t words = job.kernel->point_words;
    const std::uint64_t cost =
        (work.task.slice_points() + 2 * job.digits.buckets()) * words * words;
    for (std::size_t i = 0; i < work.task.units(); ++i) {
      units_.push_back({cost, &work, i});
    }
  }

  char* result(const Work& work) const { return results_.as<char>() + work.result; }

  void split_points(Work& work) {
    const Job& job = *work.job;
    const unsigned parts = job.digits.split.parts;
    if (parts == 1) {
      return;
    }
    work.multiples =
        Buffer(8 * job.kernel->point_words * job.count * parts, Buffer::Contents::kPublic);
    std::uint64_t* const to = work.multiples.as<std::uint64_t>();
    work.task.points = to;
    constexpr std::size_t kGrain = 512;
    for_each((job.count + kGrain - 1) / kGrain, [&](std::size_t i, unsigned) {
      job.kernel->multiples(to, job.points, job.count, i * kGrain,
                            std::min(job.count, (i + 1) * kGrain));
      return &work;
    });
  }

  // Calls f(i, worker) for i < count; the time counts for the work that it returns.
  template <class F>
  void for_each(std::size_t count, F&& f) {
    parallel_for(pool_, count, 1, control_,
                 [&](std::size_t begin, std::size_t end, unsigned worker) {
                   for (std::size_t i = begin; i < end; ++i) {
                     const std::uint64_t start = now_nanos();
                     Work* const work = f(i, worker);
                     work->nanos.fetch_add(now_nanos() - start, std::memory_order_relaxed);
                   }
                 });
  }

  platform::WorkerPool& pool_;
  platform::Control& control_;
  std::vector<Work> works_;
  std::vector<Unit> units_;
  std::size_t result_bytes_ = 0;
  std::size_t worker_bytes_ = 0;
  Buffer results_;
  Buffer scratch_;
};

}  // namespace

void run_vartime(platform::WorkerPool& pool, platform::Control& control, std::uint64_t permille,
                 std::span<Job> jobs) {
  Pile pile(pool, control, jobs);
  control.begin_phase(permille, pile.cost());
  pile.run();
}

}  // namespace nelumbo::msm
