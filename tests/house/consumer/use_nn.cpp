// A model of one neuron, y = w x + b: its graph's gradient and its plain-number twin.
#include <array>
#include <cstdio>
#include <riserun/nn/nn.hpp>

int main() {
  riserun::nn::MLP model({1, 1}, {.seed = 7});
  const std::array<double, 1> x{3.0};

  riserun::Tape tape;
  const riserun::nn::BoundMLP bound = model.bind(tape);
  const riserun::Value y = bound(x)[0];
  (y * y).backward();

  double slope_of_weight = 0.0, slope_of_bias = 0.0;
  for (std::size_t i = 0; i < bound.parameters().size(); ++i) {
    const bool is_bias = model.parameters().element_name(i).find("bias") != std::string::npos;
    (is_bias ? slope_of_bias : slope_of_weight) = bound.parameters()[i].grad();
  }
  const bool right = model(x)[0] == y.data() && slope_of_bias == 2.0 * y.data() &&
                     slope_of_weight == 2.0 * y.data() * 3.0;
  std::printf("y=%g dy2/dw=%g dy2/db=%g\n", y.data(), slope_of_weight, slope_of_bias);
  return right ? 0 : 1;
}
