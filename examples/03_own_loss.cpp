// Logistic regression in fifteen lines. The loss of one data point is plain code, with a branch
// here, on points of any type and parameters of your own.
#include <iostream>
#include <vector>

#include <riserun/core/core.hpp>
#include <riserun/train/train.hpp>

struct Point {
  double x0, x1;
  bool positive;
};

int main() {
  using namespace riserun;
  Random random(1);
  std::vector<Point> points;
  for (int i = 0; i < 200; ++i) {
    const double x0 = random.normal(), x1 = random.normal();
    points.push_back({x0, x1, x0 - 2 * x1 + 0.5 > 0});
  }
  nn::ParameterSet parameters;
  parameters.add("weights", {2});
  parameters.add("bias", {1});
  train::Trainer trainer({.optimizer = train::SGD{.learning_rate = 0.5}, .epochs = 50});
  const train::History history = trainer.fit(
      parameters,
      [](const nn::BoundParameters& p, const Point& point) {
        const Value logit = p[0] * point.x0 + p[1] * point.x1 + p[2];
        if (point.positive) return softplus(-logit);
        return softplus(logit);
      },
      points);
  const auto w = parameters.data();
  std::cout << "loss " << history.back().train_loss << ", w1/w0 = " << w[1] / w[0]
            << " (the truth: -2)\n";
  return history.back().train_loss < 0.15 ? 0 : 1;
}
