// Which nodes lie between a parameter and the loss.
#include <riserun/lanes/recognising/gradient_flow.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <riserun/lanes/recording/recorded.hpp>

namespace riserun::lanes {
namespace {

using testing::ElementsAre;

TEST(GradientFlow, ActiveNodesLieBetweenAParameterAndTheLoss) {
  Recording recording(1, 1);
  const RecordingScope scope(recording);
  const Number p(Ref(Source::parameter, 0)), x(Ref(Source::input, 0));
  const Number square = x * x;              // node 0: of inputs alone
  const Number product = p * square;        // 1
  const Number side = exp(product);         // 2: only the count of right ones sees it
  recording.set_loss(tanh(product).ref());  // 3
  recording.set_correct(side.ref());
  EXPECT_THAT(find_active(recording), ElementsAre(false, true, false, true));
}

// A comparison of parameters, and a number taken as constant, have no slope to follow.
TEST(GradientFlow, NothingFlowsThroughFlatOps) {
  const Recording recording = record(
      [](const auto& p, const auto& x) {
        const auto scale = value_of(exp(p[0]));
        const auto product = scale * p[2];
        const auto is_less = p[1] < x[0];
        return select(is_less, product, p[1]);
      },
      3, 1);
  EXPECT_THAT(find_active(recording), ElementsAre(false, false, true, false, true));
}

}  // namespace
}  // namespace riserun::lanes
