// `MLP`: layers one after the other, with one flat set of parameters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <span>
#include <vector>

#include <riserun/nn/layer.hpp>

namespace riserun::nn {

struct MLPOptions {
  Activation activation = Activation::relu;  // of the hidden layers
  Activation output = Activation::linear;    // of the last layer
  Initializer initializer = Initializer::automatic;
  std::uint64_t seed = 1;
};

class BoundMLP;

/// A multi-layer perceptron: MLP({64, 64, 32, 10}) has 64 inputs, hidden layers of 64 and 32
/// neurons and 10 outputs.
class MLP {
 public:
  /// Throws ConfigError for fewer than two sizes or a size of 0.
  explicit MLP(std::vector<std::size_t> sizes, MLPOptions options = {});

  [[nodiscard]] ParameterSet& parameters() { return parameters_; }
  [[nodiscard]] const ParameterSet& parameters() const { return parameters_; }
  [[nodiscard]] const std::vector<Layer>& layers() const { return layers_; }
  [[nodiscard]] const std::vector<std::size_t>& sizes() const { return sizes_; }
  [[nodiscard]] const MLPOptions& options() const { return options_; }
  [[nodiscard]] std::size_t inputs() const { return sizes_.front(); }
  [[nodiscard]] std::size_t outputs() const { return sizes_.back(); }

  /// The outputs for plain numbers, no graph. Throws ShapeError unless x has inputs() elements.
  [[nodiscard]] std::vector<double> operator()(std::span<const double> x) const;
  /// The same into y[outputs()]; may run on many threads at once, and does not allocate once warm.
  void predict(std::span<const double> x, std::span<double> y) const;

  /// Makes the parameters the first slots of an empty tape. The model must outlive what is
  /// returned.
  [[nodiscard]] BoundMLP bind(Tape& tape) const;
  /// The model with other numbers as its parameters: the arguments of a function of them, which
  /// gradient, hessian_vector_product and the like call. Throws ShapeError unless there are
  /// parameters().size() of them.
  [[nodiscard]] BoundMLP bind(std::span<const Value> parameters) const;

 private:
  std::vector<std::size_t> sizes_;
  MLPOptions options_;
  ParameterSet parameters_;
  std::vector<Layer> layers_;
};

/// "MLP(2 -> 16 -> 1, 65 parameters)", and a line for each layer; without a line's end.
std::ostream& operator<<(std::ostream& out, const MLP& model);

/// An MLP whose parameters are on a tape: call it to record a data point's graph.
class BoundMLP {
 public:
  BoundMLP(const MLP& model, BoundParameters parameters)
      : model_(&model), parameters_(parameters) {}

  /// The outputs as Values of the current tape; x is data. Throws ShapeError unless it has inputs()
  /// elements.
  [[nodiscard]] Outputs operator()(std::span<const double> x) const { return run(x); }
  /// The same with dropout of every hidden layer's outputs (see nn/dropout.hpp).
  [[nodiscard]] Outputs operator()(std::span<const double> x, double dropout, Random& random) const;
  /// The same for inputs that want gradients.
  [[nodiscard]] Outputs operator()(std::span<const Value> x) const { return run(x); }
  /// The same with every + and * a node of its own.
  template <class X>
  [[nodiscard]] std::vector<Value> by_neurons(const X& x) const {
    const auto& layers = model_->layers();
    std::vector<Value> values = layers.front().by_neurons(parameters_, x);
    for (std::size_t l = 1; l < layers.size(); ++l)
      values = layers[l].by_neurons(parameters_, values);
    return values;
  }

  [[nodiscard]] const BoundParameters& parameters() const { return parameters_; }
  [[nodiscard]] const MLP& model() const { return *model_; }

 private:
  template <class X>
  Outputs run(const X& x) const {
    const auto& layers = model_->layers();
    Outputs values = layers.front()(parameters_, x);
    for (std::size_t l = 1; l < layers.size(); ++l) values = layers[l](parameters_, values);
    return values;
  }

  const MLP* model_;
  BoundParameters parameters_;
};

/// The model it was made of.
std::ostream& operator<<(std::ostream& out, const BoundMLP& model);

}  // namespace riserun::nn
