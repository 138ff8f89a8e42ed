// The digits MLP a second time, written as textbooks do: whole batches as matrices, with Eigen. It
// shares no code with the scalar graph and must agree with its loss and every gradient.
#include <gtest/gtest.h>

#include <Eigen/Dense>

#include <riserun/train/gradient/parallel_gradient.hpp>
#include "tests/train/digits.hpp"

namespace riserun::train {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::RowVectorXd;

/// Points are rows; weights are inputs x outputs.
struct BatchedMlp {
  std::vector<MatrixXd> weights, weight_gradients;
  std::vector<RowVectorXd> biases, bias_gradients;

  explicit BatchedMlp(const nn::MLP& model) {
    for (std::size_t l = 0; l + 1 < model.sizes().size(); ++l) {
      const std::string name = "layers." + std::to_string(l);
      const auto in = static_cast<Index>(model.sizes()[l]),
                 out = static_cast<Index>(model.sizes()[l + 1]);
      const auto w = model.parameters().tensor(name + ".weight");
      const auto b = model.parameters().tensor(name + ".bias");
      using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
      weights.emplace_back(Eigen::Map<const RowMajor>(w.data(), in, out));
      biases.emplace_back(Eigen::Map<const RowVectorXd>(b.data(), out));
    }
  }

  /// Mean softmax cross-entropy; fills the gradients.
  double loss_and_gradients(const MatrixXd& x, const std::vector<int>& labels) {
    const std::size_t layers = weights.size();
    std::vector<MatrixXd> a{x};  // a[l]: inputs of layer l
    for (std::size_t l = 0; l < layers; ++l) {
      MatrixXd z = (a[l] * weights[l]).rowwise() + biases[l];
      a.push_back(l + 1 < layers ? MatrixXd(z.cwiseMax(0.0)) : z);
    }
    const MatrixXd& scores = a.back();
    const Eigen::VectorXd largest = scores.rowwise().maxCoeff();
    MatrixXd softmax = (scores.colwise() - largest).array().exp();
    const Eigen::VectorXd sums = softmax.rowwise().sum();
    softmax.array().colwise() /= sums.array();
    const auto n = static_cast<double>(x.rows());
    double loss = 0.0;
    MatrixXd dz = softmax / n;
    for (Index i = 0; i < x.rows(); ++i) {
      const int label = labels[static_cast<std::size_t>(i)];
      loss += largest(i) + std::log(sums(i)) - scores(i, label);
      dz(i, label) -= 1.0 / n;
    }
    weight_gradients.resize(layers);
    bias_gradients.resize(layers);
    for (std::size_t l = layers; l-- > 0;) {
      weight_gradients[l] = a[l].transpose() * dz;
      bias_gradients[l] = dz.colwise().sum();
      if (l > 0)
        dz = ((dz * weights[l].transpose()).array() * (a[l].array() > 0.0).cast<double>()).matrix();
    }
    return loss / n;
  }
};

TEST(EigenReference, AgreesWithLossAndEveryGradientOfTheDigitsMlp) {
  const Dataset data = digits(256);
  nn::MLP model = digits_mlp(5);
  // Biases other than 0, so that theirs are tested too.
  Random random(9);
  for (double& p : model.parameters().data()) p += 0.05 * random.normal();

  MatrixXd x(static_cast<Index>(data.size()), 64);
  std::vector<int> labels;
  for (std::size_t i = 0; i < data.size(); ++i) {
    for (std::size_t f = 0; f < 64; ++f)
      x(static_cast<Index>(i), static_cast<Index>(f)) = data[i].x[f];
    labels.push_back(data[i].label);
  }
  BatchedMlp reference(model);
  const double expected_loss = reference.loss_and_gradients(x, labels);

  DigitProgram program(model, DigitLoss{}, data);
  Workers workers(2);
  ParallelGradient gradient(program, model.parameters().size(), workers, 16);
  const BatchResult result = gradient.compute(first_numbers(data.size()));
  EXPECT_NEAR(result.loss_sum / 256.0, expected_loss, 1e-12 * expected_loss);

  // Relative to the largest of the tensor where cancellation leaves an element small.
  std::size_t compared = 0, nonzero = 0;
  for (std::size_t l = 0; l < reference.weights.size(); ++l) {
    const nn::Layer& layer = model.layers()[l];
    const double scale = reference.weight_gradients[l].cwiseAbs().maxCoeff();
    for (std::size_t i = 0; i < layer.inputs(); ++i)
      for (std::size_t o = 0; o < layer.outputs(); ++o, ++compared) {
        const double expected =
            reference.weight_gradients[l](static_cast<Index>(i), static_cast<Index>(o));
        nonzero += expected != 0.0;
        ASSERT_NEAR(gradient.gradient()[layer.weights() + i * layer.outputs() + o], expected,
                    1e-12 * std::max(std::abs(expected), 0.01 * scale))
            << "layer " << l << ", weight " << i << ", " << o;
      }
    const double bias_scale = reference.bias_gradients[l].cwiseAbs().maxCoeff();
    for (std::size_t o = 0; o < layer.outputs(); ++o, ++compared) {
      const double expected = reference.bias_gradients[l](static_cast<Index>(o));
      ASSERT_NEAR(gradient.gradient()[layer.biases() + o], expected,
                  1e-12 * std::max(std::abs(expected), 0.01 * bias_scale))
          << "layer " << l << ", bias " << o;
    }
  }
  EXPECT_EQ(compared, model.parameters().size());
  EXPECT_GT(nonzero, compared / 2);
}

}  // namespace
}  // namespace riserun::train
