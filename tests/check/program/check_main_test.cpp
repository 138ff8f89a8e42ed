// The command line that users' programs get, as a program would call it.
#include <riserun/check/program/check_main.hpp>

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include <riserun/base/errors.hpp>
#include <riserun/check/program/command_line.hpp>
#include "tests/check/wrong_ops.hpp"

namespace riserun::check {
namespace {

using namespace test;
namespace fs = std::filesystem;

using MyOps = OpList<Softsign, Quotient>;
using MyWrongOps = OpList<Softsign, SoftsignWrongSign>;

struct Said {
  int code = -1;
  std::string out, err;
};

template <class List>
Said said(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "/usr/bin/my_check");
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Said result;
  result.code = riserun::check_main<List>(static_cast<int>(arguments.size()), arguments.data());
  result.out = testing::internal::GetCapturedStdout();
  result.err = testing::internal::GetCapturedStderr();
  return result;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

class File {
 public:
  explicit File(const char* name) : path_((fs::path(testing::TempDir()) / name).string()) {
    fs::remove(path_);
  }
  ~File() { fs::remove(path_); }
  [[nodiscard]] const char* name() const { return path_.c_str(); }
  [[nodiscard]] std::string text() const {
    std::ostringstream all;
    all << std::ifstream(path_).rdbuf();
    return all.str();
  }

 private:
  std::string path_;
};

TEST(CheckMain, ChecksItsOwnOps) {
  const Said all = said<MyOps>({"--points", "40"});
  EXPECT_EQ(all.code, 0) << all.out << all.err;
  EXPECT_TRUE(has(all.out, "softsign")) << all.out;
  EXPECT_TRUE(has(all.out, "2 ops, 3 operands"));
  EXPECT_FALSE(has(all.out, "tanh"));
  const Said one = said<MyOps>({"quotient/1", "--points", "40", "--twin", "--threads", "1"});
  EXPECT_TRUE(has(one.out, "1 op, 1 operand, 41 points: all pass (seed 1")) << one.out;
}

TEST(CheckMain, ExitCodes) {
  EXPECT_EQ(said<MyWrongOps>({"--points", "40"}).code, 1);
  EXPECT_EQ((said<OpList<SoftsignWrongSign>>({"softsign@1"}).code), 1);
  EXPECT_EQ((said<OpList<LogarithmWithoutEdges>>({}).code), 3);
  EXPECT_EQ((said<OpList<>>({}).code), 3);
  for (const std::vector<const char*>& wrong : {std::vector<const char*>{"--points", "0"},
                                                {"--points", "many"},
                                                {"--poits", "3"},
                                                {"softsin"},
                                                {"softsign/4"},
                                                {"--json", ""},
                                                {"--curve", "a.csv"},
                                                {"--taylor"},
                                                {"softsign@1,2", "--taylor"},
                                                {"--at", "1"},
                                                {"--box", "0,1"},
                                                {"--timeout", "3"},
                                                {"--program", ""},
                                                {"--program", "cat"},
                                                {"--program", "cat", "--at", "1", "softsign"},
                                                {"--program", "cat", "--at", "1", "--twin"},
                                                {"--program", "cat", "--at", "1", "--points", "3"},
                                                {"--program", "cat", "--at", "1", "--timeout", "0"},
                                                {"--rtol", "1"},
                                                {"--budget", "0.5"},
                                                {"softsign", "--curve", "a.svg"}}) {
    const Said result = said<MyOps>(wrong);
    EXPECT_EQ(result.code, 2) << result.out;
    EXPECT_TRUE(has(result.err, "my_check: ")) << result.err;
  }
  for (const char* file : {"/nowhere/a.json", "/"}) {
    const Said unwritable = said<MyOps>({"--points", "4", "--json", file});
    EXPECT_EQ(unwritable.code, 2);
    EXPECT_EQ(unwritable.out, "");  // known before the work
    EXPECT_TRUE(has(unwritable.err, file)) << unwritable.err;
  }
}

TEST(CheckMain, ChecksProgramsOfAnyLanguage) {
  const char* const right = "while read -r x; do echo \"$x 1\"; done";
  const Said good = said<MyOps>({"--program", right, "--at", "2", "--at", "-3.5", "--taylor"});
  EXPECT_EQ(good.code, 0) << good.out << good.err;
  EXPECT_TRUE(has(good.out, "1 op, 1 operand, 2 points: all pass")) << good.out;
  EXPECT_TRUE(has(good.out, "at {-0x1.cp+1}\n")) << good.out;
  EXPECT_TRUE(has(good.out, "nothing but rounding is left")) << good.out;
  const char* const wrong = "while read -r x; do echo \"$x 2\"; done";
  const File json("program.json");
  const Said bad =
      said<MyOps>({"--program", wrong, "--box", "1,2", "--points", "3", "--json", json.name()});
  EXPECT_EQ(bad.code, 1);
  EXPECT_TRUE(has(bad.out, "repro: my_check --program 'while read")) << bad.out;
  EXPECT_EQ(nlohmann::json::parse(json.text())["ops"][0]["wrong"].size(), 3u);
  EXPECT_EQ(said<MyOps>({"--program", "exit 5", "--at", "1"}).code, 1);
}

TEST(CheckMain, ShowsTheTaylorTableOfAPoint) {
  const Said point = said<MyOps>({"softsign@0.5", "--taylor"});
  EXPECT_EQ(point.code, 0);
  EXPECT_TRUE(has(point.out, "softsign@0.5\n")) << point.out;
  EXPECT_TRUE(has(point.out, "Taylor: order 2.0")) << point.out;
}

TEST(CheckMain, ChecksSubjectsBesideTheOps) {
  const auto row = [](const char* name, bool right) {
    return Subject{name, "of a test", [=](const Options& options) {
                     Gathering gathering(name, 0, options);
                     PointReport point;
                     point.verdict = right ? Verdict::pass : Verdict::fail;
                     gathering.add(point);
                     return gathering.close();
                   }};
  };
  const Subject throws{"throws", "", [](const Options&) -> OpReport { throw Error("no chip"); }};
  const auto code = [&](std::vector<Subject> subjects, std::vector<const char*> words) {
    words.insert(words.begin(), "my_check");
    testing::internal::CaptureStdout();
    const int result = check_main(static_cast<int>(words.size()), words.data(),
                                  under_test_all<OpList<Softsign>>(), {.subjects = subjects});
    return std::pair{result, testing::internal::GetCapturedStdout()};
  };
  EXPECT_EQ(code({row("kernels.a", true)}, {"--points", "9"}).first, 0);
  const auto [failed, text] =
      code({row("kernels.a", true), row("kernels.b", false)}, {"kernels.b"});
  EXPECT_EQ(failed, 1);
  EXPECT_TRUE(has(text, "kernels.b      all       1"));
  EXPECT_FALSE(has(text, "kernels.a"));
  EXPECT_EQ(code({throws}, {"throws"}).first, 1);
  EXPECT_TRUE(has(code({throws}, {"throws"}).second, "it throws: no chip"));
  EXPECT_TRUE(has(code({throws}, {"--list"}).second, "throws"));
}

TEST(CheckMain, RepeatsAPointByItsOwnName) {
  const Said wrong = said<OpList<SoftsignWrongSign>>({});
  EXPECT_TRUE(has(wrong.out, "repro: my_check softsign/0@0x0p+0")) << wrong.out;
  const Said point = said<OpList<SoftsignWrongSign>>({"softsign/0@0x0p+0"});
  EXPECT_EQ(point.code, 1);
  EXPECT_TRUE(has(point.out, "the sign?")) << point.out;
}

TEST(CheckMain, WritesTheReports) {
  const File json("check_main.json"), junit("check_main.xml"), curve("check_main.csv");
  EXPECT_EQ(said<MyOps>({"--points", "9", "--json", json.name(), "--junit", junit.name()}).code, 0);
  EXPECT_EQ(nlohmann::json::parse(json.text())["ops"].size(), 2u);
  EXPECT_TRUE(has(junit.text(), "tests=\"5\" failures=\"0\""));
  EXPECT_EQ(said<MyOps>({"softsign", "--curve", curve.name()}).code, 0);
  EXPECT_TRUE(has(curve.text(), "h,error"));
  EXPECT_FALSE(fs::exists(std::string(json.name()) + ".part"));
}

TEST(CheckMain, ListsAndDescribes) {
  EXPECT_EQ(said<MyOps>({"--list"}).out, "softsign  x / (1 + |x|)\nquotient  a / b\n");
  const Said manual = said<MyOps>({"quotient", "--markdown", "--points", "64"});
  EXPECT_EQ(manual.code, 0);
  EXPECT_TRUE(manual.out.starts_with("# Ops\n")) << manual.out;
  EXPECT_FALSE(has(manual.out, "softsign"));
  const Said help = said<MyOps>({"--help"});
  EXPECT_EQ(help.code, 0);
  for (const char* part :
       {"Usage: my_check [OP...]", "--list", "--points N", "--long", "--twin", "--seed N",
        "--threads N", "--json FILE", "--junit FILE", "--markdown", "--curve FILE", "--taylor",
        "--program CMD", "--at X", "--box LOW,HIGH", "--timeout S", "--rtol X", "-h, --help"})
    EXPECT_TRUE(has(help.out, part)) << part;
  EXPECT_FALSE(has(help.out, "--dark"));  // no pictures here
}

TEST(CommandLine, LongIsTenThousandUnlessToldOtherwise) {
  EXPECT_EQ(parse_command_line(std::vector{"--long"}).options.points, 10000);
  EXPECT_EQ(parse_command_line(std::vector{"--long", "--points", "7"}).options.points, 7);
  EXPECT_EQ(parse_command_line(std::vector{"--seed", "18446744073709551615"}).options.seed,
            ~std::uint64_t{0});
}

TEST(CheckMain, AReportThatCannotBeWrittenIsSaidBeforeTheWork) {
  for (const char* option : {"--json", "--junit"}) {
    const Said nowhere = said<MyWrongOps>({option, "/no/such/folder/report"});
    EXPECT_EQ(nowhere.code, 2);
    EXPECT_EQ(nowhere.out, "");
    EXPECT_TRUE(has(nowhere.err, "there is no folder /no/such/folder")) << nowhere.err;
    const std::string folder = testing::TempDir();
    const Said a_folder = said<MyWrongOps>({option, folder.c_str()});
    EXPECT_EQ(a_folder.code, 2);
    EXPECT_TRUE(has(a_folder.err, "is a folder")) << a_folder.err;
  }
}

TEST(CheckMain, ToleratesWhatItIsTold) {
  EXPECT_EQ(parse_command_line(std::vector<const char*>{"--rtol", "1e-7"}).options.rtol, 1e-7);
  EXPECT_EQ(parse_command_line(std::vector<const char*>{"--atol=2"}).options.atol, 2);
  EXPECT_EQ(parse_command_line(std::vector<const char*>{"--budget", "64"}).options.budget, 64);
  EXPECT_EQ(said<MyOps>({"softsign", "--rtol", "-1"}).code, 2);
  EXPECT_EQ(said<MyOps>({"softsign", "--rtol", "much"}).code, 2);
}

}  // namespace
}  // namespace riserun::check
