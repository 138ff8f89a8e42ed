// Programs that answer, and programs that do not.
#include <riserun/base/files/conversation.hpp>

#include <gtest/gtest.h>

#include <riserun/base/errors.hpp>

namespace riserun {
namespace {

using std::chrono::milliseconds;

// What an ask throws, or the answer.
std::string said(Conversation& program, const std::string& line, Patience patience = {}) {
  try {
    return program.ask(line, patience);
  } catch (const FileError& error) {
    return error.what();
  }
}

TEST(Conversation, AsksTheSameProgramAgain) {
  Conversation program("while read -r a b; do n=$((n + 1)); echo \"$n: $b $a\"; done");
  EXPECT_EQ(said(program, "1 2"), "1: 2 1");
  EXPECT_EQ(said(program, ""), "2:  ");
  EXPECT_EQ(said(program, "x y"), "3: y x");
}

TEST(Conversation, TakesWindowsLineEnds) {
  Conversation program("while read -r a; do printf '%s\\r\\n' \"$a\"; done");
  EXPECT_EQ(said(program, "1"), "1");
  EXPECT_EQ(said(program, "2"), "2");
}

TEST(Conversation, LongLinesGoBothWaysAtOnce) {
  Conversation program("cat");
  const std::string line(3'000'000, '7');
  EXPECT_EQ(said(program, line, {.most_bytes = 4'000'000}), line);
  EXPECT_EQ(said(program, "1"), "1");
}

TEST(Conversation, SaysHowAProgramEnded) {
  const auto first = [](const std::string& command) {
    Conversation program(command);
    return said(program, "1");
  };
  EXPECT_EQ(first("exit 3"), "ended with exit code 3");
  EXPECT_EQ(first("read -r a; exit 0"), "ended with exit code 0");
  EXPECT_EQ(first("read -r a; printf 1; exit 4"), "ended with exit code 4");
  EXPECT_EQ(first("kill -9 $$"), "was ended by signal 9");
  EXPECT_EQ(first("exec 2> /dev/null; /nowhere/no_such_program"), "ended with exit code 127");
  EXPECT_EQ(first("exec >&-; sleep 5"), "closed its output");
}

TEST(Conversation, AProgramThatHasEndedStaysEnded) {
  Conversation program("read -r a; echo $a");
  EXPECT_EQ(said(program, "1"), "1");
  EXPECT_EQ(said(program, "2"), "ended with exit code 0");
  EXPECT_EQ(said(program, std::string(1'000'000, '3')), "has ended");
}

TEST(Conversation, GivesUpOnSilenceAndOnEndlessLines) {
  Conversation silent("exec sleep 60");
  EXPECT_EQ(said(silent, "1", {.timeout = milliseconds(50)}), "gave no answer within 0.05 s");
  EXPECT_EQ(said(silent, "1", {.stop = [] { return true; }}), "was not waited for any longer");
  Conversation endless("cat /dev/zero");
  EXPECT_NE(said(endless, "1", {.most_bytes = 1000}).find("a line of more than 1000 bytes"),
            std::string::npos);
}

TEST(Conversation, MoreThanAnAnswerIsRefused) {
  Conversation program("while read -r a; do echo $a; echo more; done");
  std::string answer;
  for (int i = 0; i < 1000 && answer.find("without being asked") == std::string::npos; ++i)
    answer = said(program, "1");
  EXPECT_NE(answer.find("without being asked"), std::string::npos) << answer;
}

}  // namespace
}  // namespace riserun
