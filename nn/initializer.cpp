#include <riserun/nn/initializer.hpp>

#include <algorithm>
#include <cmath>

#include <riserun/base/errors.hpp>
#include <riserun/base/named_values.hpp>

namespace riserun::nn {

namespace {

constexpr NamedValue<Initializer> kInitializers[] = {
    {"automatic", Initializer::automatic},
    {"xavier_uniform", Initializer::xavier_uniform},
    {"xavier_normal", Initializer::xavier_normal},
    {"he_uniform", Initializer::he_uniform},
    {"he_normal", Initializer::he_normal},
    {"lecun_uniform", Initializer::lecun_uniform},
    {"lecun_normal", Initializer::lecun_normal},
    {"unit", Initializer::unit},
    {"zeros", Initializer::zeros}};

}  // namespace

std::string_view to_string(Initializer initializer) { return name_in(kInitializers, initializer); }
std::vector<std::string> initializer_names() { return names_in(kInitializers); }
Initializer parse_initializer(std::string_view text) {
  return value_in(kInitializers, text, "initializer");
}

void initialize(std::span<double> weights, Initializer initializer, Activation activation,
                std::size_t fan_in, std::size_t fan_out, Random& random) {
  if (initializer == Initializer::automatic)
    with_row(activation, [&](auto row) {
      initializer = row.is_half_zero ? Initializer::he_normal : Initializer::xavier_uniform;
    });
  const auto in = static_cast<double>(fan_in), out = static_cast<double>(fan_out);
  // A uniform distribution over [-r, r) has variance r^2 / 3.
  const auto uniform = [&](double variance) {
    const double radius = std::sqrt(3.0 * variance);
    for (double& w : weights) w = random.uniform(-radius, radius);
  };
  const auto normal = [&](double variance) {
    const double deviation = std::sqrt(variance);
    for (double& w : weights) w = deviation * random.normal();
  };
  switch (initializer) {
    case Initializer::automatic:
    case Initializer::xavier_uniform:
      return uniform(2.0 / (in + out));
    case Initializer::xavier_normal:
      return normal(2.0 / (in + out));
    case Initializer::he_uniform:
      return uniform(2.0 / in);
    case Initializer::he_normal:
      return normal(2.0 / in);
    case Initializer::lecun_uniform:
      return uniform(1.0 / in);
    case Initializer::lecun_normal:
      return normal(1.0 / in);
    case Initializer::unit:
      return uniform(1.0 / 3.0);
    case Initializer::zeros:
      std::ranges::fill(weights, 0.0);
      return;
  }
}

}  // namespace riserun::nn
