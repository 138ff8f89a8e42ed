// The numbers of a CSV file: rounded as the C library does, in every locale; what is none is
// refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <clocale>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include <riserun/base/random.hpp>
#include "tests/train/reading/csv_text.hpp"

namespace riserun::train {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

TEST(Csv, NumbersReadAlikeInEveryLocale) {
  const std::string before = std::setlocale(LC_ALL, nullptr);
  for (const char* name : {"de_DE.UTF-8", "fr_FR.UTF-8", "C.UTF-8"}) {
    std::setlocale(LC_ALL, name);
    EXPECT_EQ(parse("1.5,0\n2.5,1\n")[0].x[0], 1.5);
  }
  std::setlocale(LC_ALL, before.c_str());
}

TEST(Csv, NumbersAreRoundedCorrectly) {
  const Dataset data = parse(
      "0.1,1e-308,4.9e-324,1.7976931348623157e308,9007199254740993,0\n"
      "1e22,-0,123456789012345678901234567890,0.30000000000000004,5e-1,0\n");
  EXPECT_THAT(data[0].x,
              ElementsAre(0.1, 1e-308, 4.9e-324, 1.7976931348623157e308, 9007199254740992.0));
  EXPECT_THAT(data[1].x,
              ElementsAre(1e22, -0.0, 123456789012345678901234567890.0, 0.30000000000000004, 0.5));
  EXPECT_TRUE(std::signbit(data[1].x[1]));
}

// Short decimals take a way of their own; it must round as the C library does, to the last bit.
TEST(Csv, DecimalsOfEveryLengthRoundCorrectly) {
  Random random(2);
  std::vector<std::string> numbers;
  std::string text;
  for (int i = 0; i < 20000; ++i) {
    std::string number = random.below(3) == 0 ? "-" : "";
    const std::uint64_t digits = 1 + random.below(19);
    const std::uint64_t point = random.below(digits + 2);
    for (std::uint64_t d = 0; d < digits; ++d) {
      if (d == point) number += '.';
      number += static_cast<char>('0' + random.below(10));
    }
    numbers.push_back(number);
    text += number + (random.below(4) == 0 ? " ,0\r\n" : ",0\n");
  }
  const Dataset data = parse(text);
  ASSERT_EQ(data.size(), numbers.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    ASSERT_EQ(std::bit_cast<std::uint64_t>(data[i].x[0]),
              std::bit_cast<std::uint64_t>(std::strtod(numbers[i].c_str(), nullptr)))
        << numbers[i];
  }
}

// Small whole numbers take another, in fours of bytes; what is none of them must not pass for one.
TEST(Csv, SmallWholeNumbersAmongOtherText) {
  Random random(3);
  const std::string alphabet = "0123456789.-+ :;";
  for (int i = 0; i < 20000; ++i) {
    std::string field;
    for (std::uint64_t left = 1 + random.below(4); left > 0; --left)
      field += alphabet[random.below(random.below(3) == 0 ? alphabet.size() : 10)];
    std::string trimmed = field.substr(std::min(field.find_first_not_of(' '), field.size()));
    trimmed = trimmed.substr(0, trimmed.find_last_not_of(' ') + 1);
    if (trimmed.starts_with('+') && !trimmed.starts_with("+-")) trimmed.erase(0, 1);
    char* end = nullptr;
    const double expected = std::strtod(trimmed.c_str(), &end);
    const bool number = !trimmed.empty() && *end == '\0' && trimmed[0] != '+' && trimmed[0] != ' ';
    const std::string text = "0,0,0\n" + field + "," + field + ",1\n";
    if (number) {
      const Dataset data = parse(text, {.separator = ','});
      ASSERT_EQ(std::bit_cast<std::uint64_t>(data[1].x[0]), std::bit_cast<std::uint64_t>(expected))
          << field;
      ASSERT_EQ(data[1].x[1], data[1].x[0]) << field;
    } else {
      ASSERT_THAT(failure(text, {.separator = ','}), StartsWith("d.csv:2:")) << field;
    }
  }
}

TEST(Csv, TextThatIsAlmostANumber) {
  for (const char* text : {"1.2.3", "1e", "--1", "+-1", "+", "-", ".", "0x10", "1 2", "1_000", "NA",
                           "1,5e", "1e5x", "\"\""}) {
    EXPECT_THAT(failure("a,b\n" + std::string(text) + ",0\n"), HasSubstr("d.csv:2:")) << text;
  }
}

TEST(Csv, NanAndInfinityAreRefused) {
  for (const char* text : {"nan", "NaN", "inf", "-inf", "+INF", "infinity", "\"nan\"", "nan(1)"}) {
    EXPECT_THAT(failure("a,b\n1,0\n" + std::string(text) + ",0\n"),
                AllOf(StartsWith("d.csv:3:1: "), HasSubstr("NaN and infinity are refused"),
                      HasSubstr("remove the row")))
        << text;
  }
}

TEST(Csv, NumbersOutsideADoubleAreRefused) {
  EXPECT_THAT(failure("1e999,0\n"), HasSubstr("\"1e999\" (field 1, \"x1\") is too large"));
  EXPECT_THAT(failure("1,0\n-1e-999,0\n"), StartsWith("d.csv:2:1: "));
}

}  // namespace
}  // namespace riserun::train
