// In the steady state nothing is allocated: not once a data point, not once a batch.
#include <gtest/gtest.h>

#include <riserun/core/ops.hpp>
#include <riserun/train/gradient/parallel_gradient.hpp>
#include <riserun/train/optimizers/optimizer.hpp>
#include "tests/train/digits.hpp"
#include "tests/train/gradient/counted_allocations.hpp"

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace riserun::train {
namespace {

// Tapes grow by realloc, which operator new does not see; the bytes in use do.
std::size_t bytes_in_use() {
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
  return mallinfo2().uordblks + mallinfo2().hblkhd;
#else
  return 0;
#endif
}

struct Used {
  long allocations;
  std::size_t bytes;
};

template <class Program>
Used used_by_steady_steps(Program& program, nn::ParameterSet& parameters, int threads) {
  Workers workers(threads);
  ParallelGradient gradient(program, parameters.size(), workers, 8);
  Optimizer optimizer(Adam{.learning_rate = 1e-6}, parameters.size());
  const auto batch = first_numbers(64);
  const auto step = [&] {
    EXPECT_FALSE(gradient.compute(batch).bad);
    optimizer.update(parameters.data(), gradient.gradient(), 1e-6, workers);
  };
  // A thread that oneTBB wakes late makes its buffers late: the steady state is a round of steps
  // that allocates nothing. A loss that allocates for each point never gets there.
  Used used{};
  for (int round = 0; round < 40; ++round) {
    const long before = allocation_count();
    const std::size_t bytes = bytes_in_use();
    for (int i = 0; i < 50; ++i) step();
    used = {allocation_count() - before, bytes_in_use() - bytes};
    if (used.allocations == 0) break;
  }
  return used;
}

TEST(Allocations, AreCounted) {
  const long before = allocation_count();
  const std::vector<double> numbers(100);
  EXPECT_GT(allocation_count(), before);
}

class AllocationsOn : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Threads, AllocationsOn, testing::Values(1, 2));

TEST_P(AllocationsOn, NoneForAnMlp) {
  const Dataset data = digits(64);
  nn::MLP model = digits_mlp();
  DigitProgram program(model, DigitLoss{}, data);
  const Used used = used_by_steady_steps(program, model.parameters(), GetParam());
  EXPECT_EQ(used.allocations, 0);
  if (GetParam() == 1) {
    EXPECT_EQ(used.bytes, 0u);
  }
}

TEST_P(AllocationsOn, NoneForALossOfScalars) {
  nn::ParameterSet parameters;
  parameters.add("w", std::vector<double>{0.1, 0.2, 0.3});
  const std::vector<double> points(64, 0.5);
  const auto loss = [](const nn::BoundParameters& w, double x) {
    Value y = w[0];
    for (int i = 0; i < 100; ++i) y = tanh(w[1] * y + w[2] * x);
    return (y - x) * (y - x);
  };
  LossProgram<nn::ParameterSet, std::vector<double>, decltype(loss)> program(parameters, loss,
                                                                             points);
  const Used used = used_by_steady_steps(program, parameters, GetParam());
  EXPECT_EQ(used.allocations, 0);
  if (GetParam() == 1) {
    EXPECT_EQ(used.bytes, 0u);
  }
}

// The counter must notice a loss that does allocate.
TEST(Allocations, OfALossAreNoticed) {
  nn::ParameterSet parameters;
  parameters.add("w", std::vector<double>{0.1});
  const std::vector<double> points(64, 0.5);
  const auto loss = [](const nn::BoundParameters& w, double x) {
    const std::vector<Value> values(10, w[0] * x);
    return values[3] * values[4];
  };
  LossProgram<nn::ParameterSet, std::vector<double>, decltype(loss)> program(parameters, loss,
                                                                             points);
  EXPECT_GE(used_by_steady_steps(program, parameters, 1).allocations, 50 * 64);
}

}  // namespace
}  // namespace riserun::train
