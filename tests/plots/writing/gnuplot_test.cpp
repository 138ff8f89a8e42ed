// gnuplot itself, and what happens when it is absent, fails, hangs, or leaves half a picture.
#include <riserun/plots/writing/gnuplot.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>

#include <riserun/base/errors.hpp>
#include <riserun/plots/writing/save.hpp>
#include "tests/plots/charts.hpp"
#include "tests/plots/scratch.hpp"
#include "tests/plots/tag_balance.hpp"

namespace riserun::plots {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::PathGuard;
using testing::read;
using testing::Scratch;
using ::testing::UnorderedElementsAre;
using testing::write;
using testing::write_program;

Chart chart() { return loss_chart(testing::history(20), {.title = "t"}); }

// Sets `output` to the file that the script in $2 wants written.
const char* const kFindOutput =
    "while read -r verb noun output; do [ \"$noun\" = output ] && break; done <\"$2\"\n"
    "output=${output#?}; output=${output%?}\n";

template <class Wanted, class Action>
std::string message(Action action) {
  try {
    action();
  } catch (const Wanted& error) {
    return error.what();
  }
  return "no error";
}

TEST(Gnuplot, DrawsEachFormat) {
  if (!gnuplot_available()) GTEST_SKIP() << "gnuplot is not installed";
  const Scratch folder;
  save(chart(), folder / "loss.png");
  save(chart(), folder / "loss.pdf");
  save(chart(), folder / "loss.svg", {.svg_writer = SvgWriter::gnuplot});
  EXPECT_THAT(folder.names(), UnorderedElementsAre("loss.png", "loss.pdf", "loss.svg"));
  EXPECT_EQ(read(folder / "loss.png").substr(1, 3), "PNG");
  EXPECT_EQ(read(folder / "loss.pdf").substr(0, 5), "%PDF-");
  EXPECT_THAT(read(folder / "loss.svg"), HasSubstr("best epoch"));
}

TEST(Gnuplot, KeptScriptDrawsThePictureAgain) {
  if (!gnuplot_available()) GTEST_SKIP() << "gnuplot is not installed";
  const Scratch folder;
  save(chart(), folder / "loss.svg", {.svg_writer = SvgWriter::gnuplot, .keep_script = true});
  EXPECT_THAT(folder.names(), UnorderedElementsAre("loss.svg", "loss.svg.gnuplot"));
  EXPECT_EQ(read(folder / "loss.svg.gnuplot"),
            gnuplot_script(chart(), PictureFormat::svg, "loss.svg"));
}

TEST(Gnuplot, NoTextIsACommand) {
  if (!gnuplot_available()) GTEST_SKIP() << "gnuplot is not installed";
  const Scratch folder;
  const std::string victim = (folder / "victim").string();
  const std::string touch = "touch " + victim;
  Chart nasty = testing::one_panel({{.name = "`" + touch + "`", .x = {1, 2}, .y = {1, 2}}});
  nasty.title = "'; system(\"" + touch + "\"); '";
  nasty.subtitle = "\"; system('" + touch + "'); \"";
  nasty.panels[0].title = "@a \\`" + touch + "\\` %s %d''''a";
  nasty.panels[0].x_label = "\\\"; system('" + touch + "') #";
  nasty.panels[0].markers = {{.x = 1, .label = "$(" + touch + ")\nsystem '" + touch + "'"}};
  save(nasty, folder / "it's | `a` $b.png");
  EXPECT_THAT(folder.names(), ElementsAre("it's | `a` $b.png"));
}

TEST(Gnuplot, AbsentNamesThePackage) {
  const Scratch folder, empty;
  const PathGuard path(empty.path().string());
  EXPECT_FALSE(gnuplot_available());
  EXPECT_THAT(message<MissingProgram>([&] { save(chart(), folder / "loss.png"); }),
              AllOf(HasSubstr("loss.png"), HasSubstr("gnuplot-nox")));
  EXPECT_THAT(folder.names(), IsEmpty());
  // The built-in writer needs nothing.
  save(chart(), folder / "loss.svg");
  EXPECT_EQ(testing::xml_error(read(folder / "loss.svg")), "");
}

TEST(Gnuplot, FailureLeavesTheOldPictureAndQuotesGnuplot) {
  const Scratch folder, bin;
  write_program(bin / "gnuplot",
                std::string(kFindOutput) +
                    "echo half >\"$output\"\necho 'line 7: no paint left' >&2\nexit 1\n");
  const PathGuard path(bin.path().string());
  const auto draw = [&] { save(chart(), folder / "loss.png"); };
  EXPECT_THAT(message<FileError>(draw), AllOf(HasSubstr("loss.png"), HasSubstr("exit code 1"),
                                              HasSubstr("line 7: no paint left")));
  EXPECT_THAT(folder.names(), IsEmpty());
  write(folder / "loss.png", "old");
  EXPECT_THROW(draw(), FileError);
  EXPECT_EQ(read(folder / "loss.png"), "old");
  EXPECT_THAT(folder.names(), ElementsAre("loss.png"));
}

TEST(Gnuplot, AnEmptyOrHalfPictureIsNone) {
  const Scratch folder, bin;
  const PathGuard path(bin.path().string());
  for (const char* behaviour :
       {"exit 0\n", "echo '\x89PNG half' >\"$output\"\n", ": >\"$output\"\n"}) {
    write_program(bin / "gnuplot", std::string(kFindOutput) + behaviour);
    EXPECT_THAT(message<FileError>([&] { save(chart(), folder / "loss.png"); }),
                HasSubstr("no whole picture"));
    EXPECT_THAT(folder.names(), IsEmpty());
  }
}

TEST(Gnuplot, AWholePictureIsTaken) {  // The fake of the tests above can also succeed.
  const Scratch folder, bin;
  write_program(bin / "gnuplot", std::string(kFindOutput) + "echo 'picture IEND' >\"$output\"\n");
  const PathGuard path(bin.path().string());
  save(chart(), folder / "loss.png");
  EXPECT_EQ(read(folder / "loss.png"), "picture IEND\n");
}

TEST(Gnuplot, IsKilledWithItsChildrenWhenItHangs) {
  const Scratch folder, bin;
  write_program(bin / "gnuplot",
                "/bin/sleep 60 &\necho $! >\"" + (bin / "child").string() + "\"\nwait\n");
  const PathGuard path(bin.path().string());
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THAT(message<FileError>([&] {
                save(chart(), folder / "loss.png", {.timeout = std::chrono::milliseconds(2500)});
              }),
              HasSubstr("stopped after 2.5 seconds"));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
  EXPECT_THAT(folder.names(), IsEmpty());
  const pid_t child = std::stoi(read(bin / "child"));
  // Dead, or a zombie that nobody has collected yet: either way it does not sleep any more.
  const std::string state = read("/proc/" + std::to_string(child) + "/stat");
  EXPECT_TRUE(state.empty() || state.find(") Z ") != std::string::npos) << state;
}

TEST(Gnuplot, BadDataComesBeforeTheProgram) {
  const Scratch folder, empty;
  const PathGuard path(empty.path().string());
  EXPECT_THROW(save(Chart{.title = "t"}, folder / "loss.png"), DataError);
}

}  // namespace
}  // namespace riserun::plots
