#include "bench/expression.hpp"

namespace bench {

namespace {

struct Gradient {
  double g, da, db;
};

// A call each: several at once in vector registers would be another workload.
[[gnu::noinline]] Gradient gradient(double a, double b) {
  // The expression, each statement's result under a name of its own.
  const double c1 = a + b, d1 = a * b + b * b * b;
  const double c2 = c1 + (c1 + 1), c3 = c2 + (1 + c2 - a);
  const double plus = b + a, minus = b - a;
  const double d2 = d1 + (d1 * 2 + (plus > 0 ? plus : 0));
  const double d3 = d2 + (3 * d2 + (minus > 0 ? minus : 0));
  const double e = c3 - d3, f = e * e, g = f / 2 + 10 / f;
  // Backwards: c3 = 4 (a + b) + 3 - a, d3 = 4 d2 + relu(minus), d2 = 3 d1 + relu(plus).
  const double df = 0.5 - 10 / (f * f), de = df * 2 * e;
  const double dd2 = 4 * -de, dd1 = 3 * dd2;
  const double dplus = plus > 0 ? dd2 : 0, dminus = minus > 0 ? -de : 0;
  return {g, 3 * de + dd1 * b + dplus - dminus, 4 * de + dd1 * (a + 3 * b * b) + dplus + dminus};
}

class HandExpression final : public Contestant {
 public:
  HandExpression() : Contestant("hand", kExpressions) {}

  void step(std::size_t number) override {
    result_[0] = 0;
    for (std::size_t i = 0; i < kExpressions; ++i) {
      const auto [a, b] = expression_inputs(number, i);
      const auto [g, da, db] = gradient(a, b);
      result_[0] += g;
      result_[1 + 2 * i] = da;
      result_[2 + 2 * i] = db;
    }
  }
  std::vector<double> result() override { return result_; }

 private:
  std::vector<double> result_ = std::vector<double>(1 + 2 * kExpressions);
};

}  // namespace

std::unique_ptr<Contestant> hand_expression() { return std::make_unique<HandExpression>(); }

}  // namespace bench
