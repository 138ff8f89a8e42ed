// How weights begin.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <riserun/base/random.hpp>
#include <riserun/nn/activation.hpp>

namespace riserun::nn {

/// Weights of a layer with `fan_in` inputs and `fan_out` outputs:
///   xavier  variance 2 / (fan_in + fan_out)   Glorot and Bengio 2010, for tanh and sigmoid
///   he      variance 2 / fan_in               He et al. 2015, for relu
///   lecun   variance 1 / fan_in               LeCun et al. 1998
///   unit    uniform in [-1, 1), micrograd's
/// automatic: he_normal for relu, xavier_uniform otherwise.
enum class Initializer {
  automatic,
  xavier_uniform,
  xavier_normal,
  he_uniform,
  he_normal,
  lecun_uniform,
  lecun_normal,
  unit,
  zeros
};

[[nodiscard]] std::string_view to_string(Initializer initializer);
[[nodiscard]] std::vector<std::string> initializer_names();
/// Throws ConfigError listing the names.
[[nodiscard]] Initializer parse_initializer(std::string_view text);

/// Fills `weights` in order from `random`.
void initialize(std::span<double> weights, Initializer initializer, Activation activation,
                std::size_t fan_in, std::size_t fan_out, Random& random);

}  // namespace riserun::nn
