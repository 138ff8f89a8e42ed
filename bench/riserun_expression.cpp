#include <vector>

#include <riserun/core/core.hpp>
#include "bench/expression.hpp"

namespace bench {

namespace {

class RiserunExpression final : public Contestant {
 public:
  RiserunExpression() : Contestant("riserun, scalar ops", kExpressions) {}

  void step(std::size_t number) override {
    const riserun::TapeScope scope(tape_);
    result_[0] = 0;
    for (std::size_t i = 0; i < kExpressions; ++i) {
      const auto [x, y] = expression_inputs(number, i);
      const riserun::Value a = tape_.variable(x), b = tape_.variable(y);
      const riserun::Value g = expression(a, b);
      g.backward();
      result_[0] += g.data();
      result_[1 + 2 * i] = a.grad();
      result_[2 + 2 * i] = b.grad();
      tape_.rewind();
    }
  }
  std::vector<double> result() override { return result_; }

 private:
  riserun::Tape tape_{{.become_current = false}};
  std::vector<double> result_ = std::vector<double>(1 + 2 * kExpressions);
};

}  // namespace

std::unique_ptr<Contestant> riserun_expression() { return std::make_unique<RiserunExpression>(); }

}  // namespace bench
