// riserun as its users write it: neuron by neuron with scalar ops, and with nn's layers.
#include <span>
#include <string>
#include <vector>

#include <riserun/core/core.hpp>
#include <riserun/nn/nn.hpp>
#include "bench/mlp_problem.hpp"

namespace bench {

namespace {

using riserun::Tape;
using riserun::TapeScope;
using riserun::Value;

class ScalarMlp final : public Contestant {
 public:
  explicit ScalarMlp(const MlpProblem& problem)
      : Contestant("riserun, scalar ops", MlpProblem::kBatch),
        problem_(problem),
        places_(neuron_major_places(problem.sizes)),
        weights_(places_.size()) {
    for (std::size_t k = 0; k < places_.size(); ++k) weights_[places_[k]] = problem.parameters[k];
    tape_.bind(weights_);
    parameters_ = {weights_.data(), 0, weights_.size()};
  }

  void step(std::size_t number) override {
    const TapeScope scope(tape_);
    tape_.zero_grad();
    loss_ = 0;
    const std::size_t first = problem_.first_point(number);
    for (std::size_t p = first; p < first + MlpProblem::kBatch; ++p) {
      const Value loss = point(problem_.point(p), problem_.labels[p]);
      tape_.backward_to_parameters(loss);
      loss_ += loss.data();
      tape_.rewind();
    }
  }

  std::vector<double> result() override {
    std::vector<double> all{loss_};
    for (const std::size_t place : places_) all.push_back(tape_.parameter_gradients()[place]);
    return all;
  }

 private:
  Value point(std::span<const double> x, int label) {
    std::size_t next = 0;
    neurons(0, x, next, hidden_);
    for (std::size_t l = 1; l + 1 < problem_.sizes.size(); ++l) {
      outputs_.swap(hidden_);
      neurons(l, outputs_, next, hidden_);
    }
    if (problem_.loss == Loss::hinge) return relu(1 - (label == 1 ? 1 : -1) * hidden_[0]);
    return softmax_cross_entropy(hidden_, static_cast<std::size_t>(label));
  }

  // A layer, each neuron's weights beside each other; y keeps its memory from point to point.
  template <class X>
  void neurons(std::size_t layer, const X& x, std::size_t& next, std::vector<Value>& y) {
    const std::size_t inputs = problem_.sizes[layer], outputs = problem_.sizes[layer + 1];
    const auto w = parameters_.slice(next, inputs * outputs);
    const auto b = parameters_.slice(next + inputs * outputs, outputs);
    const bool last = layer + 2 == problem_.sizes.size();
    y.resize(outputs);
    for (std::size_t o = 0; o < outputs; ++o) {
      Value s = b[o];
      for (std::size_t i = 0; i < inputs; ++i) s += w[o * inputs + i] * x[i];
      y[o] = last ? s : relu(s);
    }
    next += (inputs + 1) * outputs;
  }

  const MlpProblem& problem_;
  std::vector<std::size_t> places_;
  std::vector<double> weights_;
  Tape tape_{{.become_current = false}};
  riserun::nn::BoundParameters parameters_;
  std::vector<Value> hidden_, outputs_;
  double loss_ = 0;
};

class NnMlp final : public Contestant {
 public:
  explicit NnMlp(const MlpProblem& problem)
      : Contestant("riserun, nn layers", MlpProblem::kBatch),
        problem_(problem),
        model_(problem.sizes, {.activation = riserun::nn::Activation::relu}),
        bound_(bind()) {}

  void step(std::size_t number) override {
    const TapeScope scope(tape_);
    tape_.zero_grad();
    loss_ = problem_.loss == Loss::hinge ? batch(number, riserun::nn::Hinge{})
                                         : batch(number, riserun::nn::SoftmaxCrossEntropy{});
  }

  std::vector<double> result() override {
    std::vector<double> all{loss_};
    for (const double g : tape_.parameter_gradients()) all.push_back(g);
    return all;
  }

 private:
  riserun::nn::BoundMLP bind() {
    std::ranges::copy(problem_.parameters, model_.parameters().data().begin());
    return model_.bind(tape_);
  }

  template <class LossOfPoint>
  double batch(std::size_t number, const LossOfPoint& loss_of_point) {
    double sum = 0;
    const std::size_t first = problem_.first_point(number);
    for (std::size_t p = first; p < first + MlpProblem::kBatch; ++p) {
      const Value loss = loss_of_point(bound_(problem_.point(p)), {.label = problem_.labels[p]});
      tape_.backward_to_parameters(loss);
      sum += loss.data();
      tape_.rewind();
    }
    return sum;
  }

  const MlpProblem& problem_;
  riserun::nn::MLP model_;
  Tape tape_{{.become_current = false}};
  riserun::nn::BoundMLP bound_;
  double loss_ = 0;
};

}  // namespace

Entry scalar_mlp(const MlpProblem& problem) { return std::make_unique<ScalarMlp>(problem); }
Entry nn_mlp(const MlpProblem& problem) { return std::make_unique<NnMlp>(problem); }

}  // namespace bench
