#include <riserun/train/fit/fit_memory.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <riserun/train/data/data_memory.hpp>

namespace riserun::train {
namespace {

double bytes_of(const std::vector<MemoryPart>& parts, const std::string& name) {
  for (const MemoryPart& part : parts)
    if (part.name == name) return part.bytes;
  return -1.0;
}

TEST(FitMemory, CountsParametersSlotsAndState) {
  const std::vector<std::size_t> sizes{10, 20, 3};
  constexpr double kParameters = 11 * 20 + 21 * 3;
  TrainerOptions options{.optimizer = Adam{}, .batch_size = 64};
  const auto parts = fit_memory(sizes, options, 1000);
  EXPECT_EQ(bytes_of(parts, "the parameters"), 8 * kParameters);
  EXPECT_EQ(bytes_of(parts, "their gradients"), (4 + 1) * 8 * kParameters);  // 4 slots, their sum
  EXPECT_EQ(bytes_of(parts, "the optimizer's state"), 2 * 8 * kParameters);
  // A batch has no more points than there are.
  EXPECT_EQ(bytes_of(fit_memory(sizes, options, 8), "their gradients"), 8 * kParameters);
  options.optimizer = SGD{.momentum = 0.0};
  EXPECT_EQ(bytes_of(fit_memory(sizes, options, 8), "the optimizer's state"), 0.0);
}

TEST(FitMemory, OfSizesWhoseProductIsBeyondWholeNumbers) {
  const std::size_t most = ~std::size_t{0};
  EXPECT_GT(bytes_of(fit_memory(std::vector{most, most, most}, {}, 10), "the parameters"), 1e38);
}

TEST(DataMemory, CountsTheTableTwiceAndTheNames) {
  const auto parts = data_memory(100, 9, 1);
  EXPECT_EQ(bytes_of(parts, "the table"), 8000.0);
  EXPECT_EQ(bytes_of(parts, "its scaled copy"), 8000.0);
  EXPECT_EQ(bytes_of(parts, "the names of the columns"), 2700.0);
}

}  // namespace
}  // namespace riserun::train
