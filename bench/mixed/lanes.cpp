// The program's first passes on riserun's lock-step engine: recorded once, eight points at a time.
#include <algorithm>
#include <vector>

#include <riserun/lanes/lanes.hpp>
#include "bench/mixed/contestants.hpp"
#include "bench/mixed/program.hpp"

namespace bench::mixed {

namespace {

using riserun::lanes::Executor;
using riserun::lanes::GradientUse;
using riserun::lanes::Inputs;
using riserun::lanes::Number;
using riserun::lanes::Parameters;
using riserun::lanes::Plan;

class LanesOfPoints final : public Contestant {
 public:
  LanesOfPoints()
      : Contestant("riserun lanes, recorded once", kBatch * kShortPasses * (kBlock + 1)),
        plan_(riserun::lanes::record(
                  [](const Parameters& p, const Inputs& x) {
                    return run<Number>(
                        [&](std::size_t k) { return k < kWindow ? x[k] : p[k - kWindow]; },
                        kShortPasses);
                  },
                  kShortPasses, Inputs(0, kWindow), kWindow),
              {.packs = kPacks}),
        executor_(plan_) {
    for (std::size_t i = 0; i < kBatch; ++i) points_.push_back(make_variables(i));
  }

  void step(std::size_t number) override {
    const std::span<const double> variables(points_[number % kBatch].data() + kWindow,
                                            kShortPasses);
    sum_ = 0;
    auto use = GradientUse::set;
    for (std::size_t i = 0; i < kBatch; i += executor_.capacity()) {
      const std::size_t points = std::min(executor_.capacity(), kBatch - i);
      for (std::size_t l = 0; l < points; ++l)
        std::copy_n(points_[i + l].data(), kWindow, executor_.point(l).data());
      for (const double loss : executor_.forward(variables, points)) sum_ += loss;
      executor_.backward(variables, points, 1.0, dx_, use);
      use = GradientUse::add;
    }
  }

  std::vector<double> result() override {
    std::vector<double> all{sum_};
    all.insert(all.end(), dx_.begin(), dx_.end());
    return all;
  }

 private:
  static constexpr std::size_t kPacks = 4;  // its 2 000 numbers and their gradients: 1 MB

  std::vector<std::vector<double>> points_;
  Plan plan_;
  Executor executor_;
  std::vector<double> dx_ = std::vector<double>(kShortPasses);
  double sum_ = 0;
};

}  // namespace

std::unique_ptr<Contestant> lanes_of_points() { return std::make_unique<LanesOfPoints>(); }

}  // namespace bench::mixed
