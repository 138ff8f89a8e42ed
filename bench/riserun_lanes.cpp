// riserun's lock-step engine: the same code as riserun_mlp.cpp, recorded once and evaluated for
// eight points at a time.
#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include <riserun/lanes/lanes.hpp>
#include <riserun/nn/nn.hpp>
#include "bench/mlp_problem.hpp"

namespace bench {

namespace {

using riserun::lanes::Executor;
using riserun::lanes::Inputs;
using riserun::lanes::Label;
using riserun::lanes::Number;
using riserun::lanes::Parameters;
using riserun::lanes::Plan;
using riserun::lanes::Recording;

class LanesMlp : public Contestant {
 public:
  /// `places`: of the problem's parameters among the recording's.
  LanesMlp(std::string name, const MlpProblem& problem, std::vector<std::size_t> places,
           const Recording& recording)
      : Contestant(std::move(name), MlpProblem::kBatch),
        problem_(problem),
        places_(std::move(places)),
        weights_(places_.size()),
        gradient_(places_.size()),
        plan_(recording, {.packs = kPacks}),
        executor_(plan_) {
    for (std::size_t k = 0; k < places_.size(); ++k) weights_[places_[k]] = problem.parameters[k];
  }

  void step(std::size_t number) override {
    loss_ = 0;
    auto use = riserun::lanes::GradientUse::set;
    std::size_t p = problem_.first_point(number);
    for (const std::size_t end = p + MlpProblem::kBatch; p < end; p += executor_.capacity()) {
      const std::size_t points = std::min(executor_.capacity(), end - p);
      for (std::size_t l = 0; l < points; ++l) {
        const std::span<double> to = executor_.point(l);
        std::ranges::copy(problem_.point(p + l), to.begin());
        to.back() = problem_.labels[p + l];
      }
      for (const double loss : executor_.forward(weights_, points)) loss_ += loss;
      executor_.backward(weights_, points, 1.0, gradient_, use);
      use = riserun::lanes::GradientUse::add;
    }
  }

  std::vector<double> result() override {
    std::vector<double> all{loss_};
    for (const std::size_t place : places_) all.push_back(gradient_[place]);
    return all;
  }

 private:
  static constexpr std::size_t kPacks = 4;

  const MlpProblem& problem_;
  std::vector<std::size_t> places_;
  riserun::AlignedDoubles weights_, gradient_;
  Plan plan_;
  Executor executor_;
  double loss_ = 0;
};

// A point of the problem as a list of numbers, the label last.
riserun::lanes::PointLayout layout_of(const MlpProblem& problem) {
  return {.x = problem.inputs(), .targets = 0, .has_label = true};
}

// The scalar code of riserun_mlp.cpp on any number type.
Number naive_loss(const MlpProblem& problem, const Parameters& parameters, const Inputs& x,
                  const Label& label) {
  std::vector<Number> values(x.begin(), x.end()), next_values;
  std::size_t next = 0;
  for (std::size_t l = 0; l + 1 < problem.sizes.size(); ++l) {
    const std::size_t inputs = problem.sizes[l], outputs = problem.sizes[l + 1];
    const auto w = parameters.slice(next, inputs * outputs);
    const auto b = parameters.slice(next + inputs * outputs, outputs);
    next_values.clear();
    for (std::size_t o = 0; o < outputs; ++o) {
      Number s = b[o];
      for (std::size_t i = 0; i < inputs; ++i) s += w[o * inputs + i] * values[i];
      next_values.push_back(l + 2 == problem.sizes.size() ? s : relu(s));
    }
    values.swap(next_values);
    next += (inputs + 1) * outputs;
  }
  if (problem.loss == Loss::hinge) return relu(1 - select(label == 1, 1.0, -1.0) * values[0]);
  return softmax_cross_entropy(values, label);
}

}  // namespace

Entry lanes_scalar_mlp(const MlpProblem& problem) {
  const auto layout = layout_of(problem);
  return std::make_unique<LanesMlp>(
      "riserun lanes, scalar ops recorded once", problem, neuron_major_places(problem.sizes),
      riserun::lanes::record(
          [&](const Parameters& p, const Inputs& x) {
            return naive_loss(problem, p, x, layout.target_view().label);
          },
          problem.parameters.size(), layout.x_view(), layout.inputs()));
}

Entry lanes_nn_mlp(const MlpProblem& problem) {
  const riserun::nn::MLP model(problem.sizes);
  std::vector<std::size_t> places(problem.parameters.size());
  for (std::size_t k = 0; k < places.size(); ++k) places[k] = k;
  const riserun::nn::AnyLoss loss = problem.loss == Loss::hinge
                                        ? riserun::nn::AnyLoss(riserun::nn::Hinge{})
                                        : riserun::nn::AnyLoss(riserun::nn::SoftmaxCrossEntropy{});
  return std::make_unique<LanesMlp>("riserun lanes, nn layers", problem, std::move(places),
                                    riserun::lanes::record(model, loss, layout_of(problem)));
}

}  // namespace bench
