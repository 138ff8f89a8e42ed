// Classes or numbers, in every format, where nobody says.
#include <riserun/train/reading/task_choice.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/train/reading/csv.hpp>
#include <riserun/train/reading/libsvm.hpp>

namespace riserun::train {
namespace {

static_assert(are_numbers(false, 2, 1'000'000), "0.5 is no class");
static_assert(!are_numbers(true, 10, 1797) && !are_numbers(true, 3, 150), "digits, iris");
static_assert(are_numbers(true, 214, 442), "diabetes");
static_assert(!are_numbers(true, 10, 10) && are_numbers(true, 11, 54));
static_assert(!are_numbers(true, 11, 55) && !are_numbers(true, 30, 150), "five rows of each");
static_assert(are_numbers(true, 31, 1'000'000) && are_numbers(true, 836, 13'000), "counts, ages");
static_assert(!are_numbers(true, 62, 10'000, kMostImageClasses), "letters and digits");

/// `rows` rows whose labels are 0, 1, .. different - 1 in turn.
std::string csv(int rows, int different, const std::string& end = "") {
  std::string text = "x,y\n";
  for (int i = 0; i < rows; ++i)
    text += std::to_string(i) + ',' + std::to_string(i % different) + end + '\n';
  return text;
}

Dataset inferred(const std::string& text) {
  return parse_csv(text, {.infer_task = true}, "data.csv");
}

TEST(TaskChoice, OfColumns) {
  EXPECT_EQ(inferred(csv(100, 20)).class_count(), 20u);
  EXPECT_EQ(inferred(csv(99, 20)).task(), Task::regression);
  EXPECT_EQ(inferred(csv(400, 31)).task(), Task::regression);
  const Dataset numbers = inferred(csv(50, 25));
  EXPECT_EQ(numbers.task(), Task::regression);
  EXPECT_EQ(numbers.schema().target_names, std::vector<std::string>{"y"});
  EXPECT_EQ(numbers[26].target[0], 1.0);
  EXPECT_EQ(inferred(csv(500, 2, ".25")).task(), Task::regression);
  EXPECT_EQ(inferred(csv(50, 25, "a")).class_count(), 25u);  // texts are classes, however many
  EXPECT_EQ(inferred("1,2\n3,4.5\n").schema().target_names, std::vector<std::string>{"y1"});
  EXPECT_EQ(parse_csv("a,b,c\n1,2,3\n", {.label = "b,c", .infer_task = true}, "").target_count(),
            2u);
  EXPECT_THROW(inferred(csv(500, 2, ".25") + "7,inf\n"), DataError);
  EXPECT_THROW(inferred(csv(500, 2, ".25") + "7,?\n"), DataError);
  // Where it is said, it is done.
  EXPECT_EQ(parse_csv(csv(50, 25), {}, "").class_count(), 25u);
  EXPECT_THROW(parse_csv(csv(9, 2), {.task = Task::regression, .infer_task = true}, ""),
               ConfigError);
}

TEST(TaskChoice, OfLibsvm) {
  const auto task = [](const std::string& text) {
    return parse_libsvm(text, {.infer_task = true}, "data").task();
  };
  EXPECT_EQ(task("+1 1:2\n-1 1:3\n"), Task::classification);
  EXPECT_EQ(task("1.5 1:2\n-1 1:3\n"), Task::regression);
  EXPECT_EQ(task("1,2 1:2\n3,4 1:3\n"), Task::regression);
}

}  // namespace
}  // namespace riserun::train
