// The program on riserun's Values: recorded, swept, rewound.
#include <array>
#include <vector>

#include <riserun/core/core.hpp>
#include "bench/mixed/contestants.hpp"
#include "bench/mixed/program.hpp"

namespace bench::mixed {

namespace {

using riserun::Tape;
using riserun::TapeScope;
using riserun::Value;

class RiserunOps final : public Contestant {
 public:
  RiserunOps() : Contestant("riserun, scalar ops", kOps) {
    for (std::size_t step = 0; step < 2; ++step) variables_[step] = make_variables(step);
    variables_in_use_ = variables_[0];
    tape_.bind(variables_in_use_);
  }

  void step(std::size_t number) override {
    const TapeScope scope(tape_);
    variables_in_use_ = variables_[number % 2];
    tape_.zero_grad();
    const double* const x = variables_in_use_.data();
    const Value sum = run<Value>([x](std::size_t k) { return Tape::parameter(x[k], k); });
    tape_.backward_to_parameters(sum);
    sum_ = sum.data();
    tape_.rewind();
  }

  std::vector<double> result() override {
    std::vector<double> all{sum_};
    for (const double g : tape_.parameter_gradients()) all.push_back(g);
    return all;
  }

 private:
  std::array<std::vector<double>, 2> variables_;
  std::vector<double> variables_in_use_;
  Tape tape_{{.become_current = false}};
  double sum_ = 0;
};

}  // namespace

std::unique_ptr<Contestant> riserun_ops() { return std::make_unique<RiserunOps>(); }

}  // namespace bench::mixed
