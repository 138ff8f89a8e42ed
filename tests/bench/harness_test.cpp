#include "bench/harness.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace bench;

// Keeps a loop that does nothing.
void barrier() { asm volatile("" ::: "memory"); }

// A contestant whose work is a loop and whose gradient is what the test says.
class Fake final : public Contestant {
 public:
  Fake(std::string name, std::vector<double> result, int loops = 1000, bool differentiates = true)
      : Contestant(std::move(name), 1),
        result_(std::move(result)),
        loops_(loops),
        differentiates_(differentiates) {}
  void step(std::size_t number) override {
    last_ = number;
    for (int i = 0; i < loops_; ++i) barrier();
  }
  std::vector<double> result() override {
    std::vector<double> result = result_;
    if (wrong_from_ <= last_) result.back() *= 1 + 1e-9;
    return result;
  }
  bool differentiates() const override { return differentiates_; }
  void wrong_from(std::size_t step) { wrong_from_ = step; }

 private:
  std::vector<double> result_;
  int loops_;
  bool differentiates_;
  std::size_t last_ = 0, wrong_from_ = std::numeric_limits<std::size_t>::max();
};

Workload workload_of(std::unique_ptr<Fake> peer) {
  Workload workload{.key = "W0", .title = "a fake", .about = "", .unit = "step"};
  workload.contestants.push_back(
      std::make_unique<Fake>("hand", std::vector<double>{1.5, 2.0, -3.0}));
  workload.contestants.push_back(std::move(peer));
  return workload;
}

TEST(Verify, AcceptsRoundingErrors) {
  EXPECT_NO_THROW(verify(workload_of(
      std::make_unique<Fake>("peer", std::vector<double>{1.5, 2.0 * (1 + 1e-13), -3.0}))));
}

TEST(Verify, RejectsAWrongElement) {
  EXPECT_THROW(verify(workload_of(
                   std::make_unique<Fake>("peer", std::vector<double>{1.5, 2.0, -3.0 - 1e-8}))),
               WrongGradient);
}

TEST(Verify, RejectsWhatIsWrongInALaterStepOnly) {
  auto peer = std::make_unique<Fake>("peer", std::vector<double>{1.5, 2.0, -3.0});
  peer->wrong_from(5);
  EXPECT_THROW(verify(workload_of(std::move(peer))), WrongGradient);
}

TEST(Verify, RejectsMissingElementsAndNaN) {
  EXPECT_THROW(verify(workload_of(std::make_unique<Fake>("peer", std::vector<double>{1.5, 2.0}))),
               WrongGradient);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(
      verify(workload_of(std::make_unique<Fake>("peer", std::vector<double>{1.5, nan, -3.0}))),
      WrongGradient);
}

TEST(Verify, RejectsAUnitWithoutGradient) {
  Workload workload{.key = "W0", .title = "a fake", .about = "", .unit = "step"};
  workload.contestants.push_back(std::make_unique<Fake>("hand", std::vector<double>{0.0, 0.0}));
  EXPECT_THROW(verify(workload), WrongGradient);
}

TEST(Verify, ComparesTheValueAloneOfABareForwardPass) {
  EXPECT_NO_THROW(verify(
      workload_of(std::make_unique<Fake>("forward", std::vector<double>{1.5}, 1000, false))));
  EXPECT_THROW(
      verify(workload_of(std::make_unique<Fake>("forward", std::vector<double>{1.6}, 1000, false))),
      WrongGradient);
}

TEST(RelativeDifference, MeasuresSmallElementsByTheLargest) {
  EXPECT_DOUBLE_EQ(relative_difference({1.0, 2.0}, {1.0, 1.0}), 1.0);
  EXPECT_DOUBLE_EQ(relative_difference({1000.0, 1e-6}, {1000.0, 0.0}), 1e-6);
}

TEST(Spread, IsMinimumMedianMaximum) {
  const Spread odd = spread({3, 1, 2}), even = spread({4, 1, 2, 3});
  EXPECT_EQ(odd.min, 1);
  EXPECT_EQ(odd.median, 2);
  EXPECT_EQ(odd.max, 3);
  EXPECT_EQ(even.median, 2.5);
}

TEST(Measure, FindsTheRatioOfTwoLoops) {
  const Measurement m = measure(
      workload_of(std::make_unique<Fake>("peer", std::vector<double>{1.5, 2.0, -3.0}, 8000)),
      {.rounds = 9, .slot_milliseconds = 1});
  ASSERT_EQ(m.rows.size(), 2u);
  EXPECT_EQ(m.rows[0].ratio.median, 1);
  // Eight times the work; wide limits, for a busy machine.
  EXPECT_GT(m.rows[1].ratio.median, 4);
  EXPECT_LT(m.rows[1].ratio.median, 16);
}

TEST(Measure, TimesNothingThatIsWrong) {
  EXPECT_THROW(
      static_cast<void>(measure(
          workload_of(std::make_unique<Fake>("peer", std::vector<double>{1.5, 2.0, 3.0})), {})),
      WrongGradient);
}

}  // namespace
