// What the patches beside this file added is where its kind is derived: in settings with their words,
// help and idle-option rules, and in every number type that an op has. Prints what is missing.
#include <cmath>
#include <cstdio>
#include <functional>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/core/ops.hpp>
#include <riserun/lanes/kernels/op_kernels.hpp>
#include <riserun/lanes/recording/recorded_functions.hpp>
#include <riserun/nn/activation.hpp>
#include <riserun/run/pictures/run_pictures.hpp>
#include <riserun/run/settings/train_settings.hpp>
#include <riserun/train/judging/metric.hpp>

namespace riserun {
namespace {

int missing = 0;

void expect(bool there, const std::string& what) {
  if (there) return;
  std::printf("missing: %s\n", what.c_str());
  ++missing;
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

void look_at_settings() {
  run::TrainSettings settings;
  run::Settings declared;
  settings.declare(declared);
  const std::string all = declared.to_commented_toml();
  for (const char* words :
       {"|softsign", "|valley", "|sign_descent", "|hyperbola", "|psv", ", bias;", "noise = 0.0",
        "of valley: of the round ground of the valley", "\nvalley-width = 1.0",
        "of sign_descent: how far a sign goes", "\nstride = 1.0", "0.001 for sign_descent",
        "of hyperbola: how fast the rate falls", "\nlr-bend = 3.0"})
    expect(holds(all, words), std::string("in the configuration: ") + words);

  declared.parse_toml("lr-bend = 2", "the probe");
  train::Schedule schedule{.kind = train::parse_schedule("hyperbola")};
  settings.of_schedule.apply_to(schedule);
  expect(schedule(1, 2) == 1.0 / 2.0, "hyperbola's factor");
}

void look_at_lists() {
  bool plane = false;
  for (const run::RunPicture& picture : run::run_pictures())
    plane = plane || std::string(picture.name) == "plane";
  expect(plane, "plane among the pictures");
  expect(nn::activate(nn::parse_activation("softsign"), 1.0) == 0.5, "softsign's value");
  const nn::AnyLoss loss = nn::parse_loss("valley");
  const double value = std::visit(
      [](const auto& one) { return one(std::vector{1.0}, nn::Target{std::vector{0.0}}); }, loss);
  expect(std::abs(value - std::log(std::cosh(1.0))) < 1e-15, "valley's value");
  const train::MetricValues values =
      train::measure_numbers({"bias"}, std::vector{2.0, 3.0}, std::vector{1.0, 1.0});
  expect(values["bias"] == 1.5, "bias's value");
}

// One name of <cmath> in each number type. The libraries number their ops as before, so that only
// constants are computed with here, which record nothing.
void look_at_op() {
  const Tangent y = expint(Tangent(1.0, 1.0));
  expect(std::abs(y.derivative() - std::numbers::e) < 1e-15, "expint's derivative");
  expect(expint(Value(1.0)).data() == std::expint(1.0), "expint of a Value");
  expect(expint(lanes::Number(1.0)).constant() == std::expint(1.0), "expint of a recorded number");
  const lanes::Lanes x(1.0);
  const lanes::Lanes slope = ops::Expint::partials<lanes::Lanes>(x, ops::Expint::forward(x))[0];
  expect(std::abs(slope.parts[0][0] - std::numbers::e) < 1e-14, "expint's slope on lanes");
}

}  // namespace
}  // namespace riserun

int main() {
  riserun::look_at_settings();
  riserun::look_at_lists();
  riserun::look_at_op();
  return riserun::missing == 0 ? 0 : 1;
}
