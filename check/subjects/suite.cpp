#include <riserun/check/subjects/suite.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include <riserun/base/errors.hpp>

namespace riserun::check {
namespace {

constexpr auto kBetweenLooks = std::chrono::milliseconds(50);

// The workers of one check_ops. Each op draws from its own stream and fills its own place: who
// checks it makes no difference.
class Crew {
 public:
  Crew(std::span<const OpUnderTest> ops, const Options& options, std::vector<OpReport>& reports)
      : ops_(ops), options_(options), reports_(reports) {}

  void run(std::size_t workers, const Watch& watch) {
    working_ = workers;
    std::vector<std::jthread> threads;
    const std::size_t here = watch.wanted() ? 0 : 1;
    for (std::size_t worker = here; worker < workers; ++worker)
      threads.emplace_back([this] { work(); });
    here == 1 ? work() : look_on(watch);
    threads.clear();
    if (thrown_) std::rethrow_exception(thrown_);
  }

  /// Ops begun: the first so many.
  [[nodiscard]] std::size_t begun() const { return std::min(next_.load(), ops_.size()); }
  [[nodiscard]] bool stopped() const { return pulse_.stop; }

 private:
  void work() {
    try {
      while (!pulse_.stop) {
        const std::size_t i = next_++;
        if (i >= ops_.size()) break;
        reports_[i] = check_op(ops_[i], options_, &pulse_);
        // What was an estimate is known now: declared edges and early ends are no part of it.
        for (const OperandReport& operand : reports_[i].operands) surplus_ += operand.points;
        surplus_ -= expected_points(ops_[i], options_);
        ++done_;
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!thrown_) thrown_ = std::current_exception();
    }
    const std::lock_guard lock(mutex_);
    if (--working_ == 0) all_home_.notify_one();
  }

  void look_on(const Watch& watch) {
    std::int64_t expected = 0;
    for (const OpUnderTest& op : ops_) expected += expected_points(op, options_);
    const auto show = [&] {
      if (!watch.progress) return;
      const std::int64_t done = pulse_.points;
      watch.progress({ops_.size(), done_, std::max(expected + surplus_, done), done});
    };
    std::unique_lock lock(mutex_);
    while (!all_home_.wait_for(lock, kBetweenLooks, [this] { return working_ == 0; })) {
      show();
      if (watch.stop && watch.stop()) pulse_.stop = true;
    }
    show();
  }

  std::span<const OpUnderTest> ops_;
  const Options& options_;
  std::vector<OpReport>& reports_;
  Pulse pulse_;
  std::atomic<std::size_t> next_{0}, done_{0};
  std::atomic<std::int64_t> surplus_{
      0};  // points of the ops that are done beyond what was expected
  std::mutex mutex_;
  std::condition_variable all_home_;
  std::size_t working_ = 0;
  std::exception_ptr thrown_;
};

}  // namespace

SuiteReport check_ops(std::span<const OpUnderTest> ops, const Options& options,
                      const Watch& watch) {
  options.validate();
  const auto start = std::chrono::steady_clock::now();
  SuiteReport suite;
  suite.seed = options.seed;
  suite.ops.resize(ops.size());
  const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
  const std::size_t wanted =
      options.threads > 0 ? static_cast<std::size_t>(options.threads) : cores;
  const std::size_t workers = std::clamp<std::size_t>(ops.size(), 1, wanted);
  suite.threads = static_cast<int>(workers);
  Crew crew(ops, options, suite.ops);
  crew.run(workers, watch);
  suite.stopped = crew.stopped();
  suite.not_begun = suite.ops.size() - crew.begun();
  suite.ops.resize(crew.begun());
  suite.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return suite;
}

SuiteReport check_builtin_ops(const Options& options) {
  return check_ops(std::span(builtin_ops()), options);
}

}  // namespace riserun::check
