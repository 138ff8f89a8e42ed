// Documents as numbers, and names from an untrained model.
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "examples/microgpt/sample.hpp"

namespace microgpt {
namespace {

std::string file_of(const std::string& content) {
  const std::string path = testing::TempDir() + "microgpt_" +
                           testing::UnitTest::GetInstance()->current_test_info()->name() + ".txt";
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

TEST(MicrogptText, LinesMayEndAsOnWindowsAndEmptyOnesDoNotCount) {
  EXPECT_EQ(read_lines(file_of("ab\r\n\nc\n\r\nd")), (std::vector<std::string>{"ab", "c", "d"}));
}

TEST(MicrogptText, AFileThatIsMissingAFolderOrEmptyIsRefused) {
  EXPECT_THROW(read_lines("/nonexistent/names.txt"), riserun::FileError);
  EXPECT_THROW(read_lines(testing::TempDir()), riserun::FileError);
  EXPECT_THROW(read_lines(file_of("\n\n")), riserun::DataError);
}

TEST(MicrogptText, ADocumentBeginsAndEndsWithTheBoundary) {
  const Alphabet alphabet({"cab", "b"});
  EXPECT_EQ(alphabet.symbols(), 4u);
  EXPECT_EQ(alphabet.encode("cab"), (Document{3, 2, 0, 1, 3}));
  EXPECT_EQ(alphabet.letter(2), 'c');
  EXPECT_THROW(static_cast<void>(alphabet.encode("d")), riserun::DataError);
}

TEST(MicrogptText, BytesBeyondAsciiAreLetters) {
  const Alphabet alphabet({"\xC3\xA9"});  // one accented letter in UTF-8
  EXPECT_EQ(alphabet.encode("\xC3\xA9").size(), 4u);
}

TEST(MicrogptText, ShippedNamesAreLowerCaseAndOfOneAlphabet) {
  const auto names = read_lines(RISERUN_SOURCE_DIR "/examples/data/names.txt");
  EXPECT_EQ(names.size(), 8403u);
  EXPECT_EQ(Alphabet(names).symbols(), 27u);
}

TEST(MicrogptText, SamplesAreOfTheAlphabetAndNoLongerThanABlock) {
  const Alphabet alphabet({"abcdefgh"});
  const Gpt gpt({.symbols = alphabet.symbols(), .block = 5});
  riserun::Random random(1), same(1);
  std::size_t longest = 0;
  for (int i = 0; i < 50; ++i) {
    const std::string text = sample(gpt, alphabet, random, 1.0);
    EXPECT_EQ(text, sample(gpt, alphabet, same, 1.0));
    EXPECT_EQ(text.find_first_not_of("abcdefgh"), std::string::npos);
    longest = std::max(longest, text.size());
  }
  EXPECT_EQ(longest, 5u);
}

}  // namespace
}  // namespace microgpt
