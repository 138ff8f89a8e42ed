// rsvg-convert itself, and what happens when it is absent, fails, hangs, or leaves half a picture.
#include <riserun/plots/writing/svg_converter.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <string>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/process.hpp>
#include <riserun/plots/layout/colors.hpp>
#include <riserun/plots/writing/save.hpp>
#include <riserun/plots/writing/svg.hpp>
#include "tests/plots/charts.hpp"
#include "tests/plots/png.hpp"
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
using testing::write;
using testing::write_program;

Chart titled_chart() { return loss_chart(testing::history(20), {.title = "t"}); }

// Sets `output` to the file that is to be written.
const char* const kFindOutput =
    "for argument; do case $argument in --output=*) output=${argument#*=} ;; esac; done\n";

template <class Wanted, class Action>
std::string message(Action action) {
  try {
    action();
  } catch (const Wanted& error) {
    return error.what();
  }
  return "no error";
}

class Converted : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!find_program("rsvg-convert")) GTEST_SKIP() << "rsvg-convert is not installed";
  }
  Scratch folder;
};

TEST_F(Converted, APngHasTwoDotsAPixelInTheColorsOfItsTheme) {
  Chart drawn = titled_chart();
  for (const Theme theme : {Theme::light, Theme::dark}) {
    drawn.theme = theme;
    save(drawn, folder / "loss.PNG");
    EXPECT_THAT(folder.names(), ElementsAre("loss.PNG"));
    const testing::Png png = testing::decode_png(read(folder / "loss.PNG"));
    EXPECT_EQ(png.width, 1800u);
    EXPECT_THAT(to_svg(drawn), HasSubstr("height=\"" + std::to_string(png.height / 2) + "\""));
    const ThemeColors& colors = theme_colors(theme);
    EXPECT_EQ(png.color(0, 0), colors.background);
    EXPECT_EQ(png.color(png.width - 1, png.height - 1), colors.background);
    // The title, in the uppermost row of text, and the curves beneath.
    EXPECT_GT(png.count(colors.text, 0, 80), 20u);
    EXPECT_GT(png.count(palette_color(theme, 0), 80, png.height), 1000u);
    EXPECT_GT(png.count(palette_color(theme, 1), 80, png.height), 1000u);
  }
}

TEST_F(Converted, APdfHasThePicturesSizeAndItsFonts) {
  save(titled_chart(), folder / "loss.pdf");
  const std::string pdf = read(folder / "loss.pdf");
  EXPECT_EQ(pdf.substr(0, 5), "%PDF-");
  EXPECT_THAT(pdf, HasSubstr("/MediaBox [ 0 0 675 "));  // 900 pixels of 1/96 inch, in 1/72 inch
  // Where there is no font, boxes are drawn. With /ToUnicode the text can be selected.
  EXPECT_THAT(pdf, AllOf(HasSubstr("/FontFile"), HasSubstr("/ToUnicode")));
}

TEST_F(Converted, FileNamesAreNoCommandsAndNoOptions) {
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  for (const std::string name : {"it's | `a` $b;.png", "--format=pdf.png"}) {
    save(titled_chart(), name);
    EXPECT_EQ(testing::decode_png(read(folder / name)).width, 1800u);
    EXPECT_THAT(folder.names(), ElementsAre(name));
    std::filesystem::remove(name);
  }
  std::filesystem::current_path(before);
}

TEST(SvgConverter, AbsentNamesThePackage) {
  const Scratch folder, empty;
  const PathGuard path(empty.path().string());
  EXPECT_THAT(message<MissingProgram>([&] { save(titled_chart(), folder / "loss.png"); }),
              AllOf(HasSubstr("loss.png"), HasSubstr("librsvg2-bin")));
  EXPECT_THAT(folder.names(), IsEmpty());
  // An SVG needs nothing.
  save(titled_chart(), folder / "loss.svg");
  EXPECT_EQ(testing::xml_error(read(folder / "loss.svg")), "");
}

TEST(SvgConverter, FailureLeavesTheOldPictureAndQuotesTheProgram) {
  const Scratch folder, bin;
  write_program(bin / "rsvg-convert",
                std::string(kFindOutput) +
                    "echo half >\"$output\"\necho 'line 7: no paint left' >&2\nexit 1\n");
  const PathGuard path(bin.path().string());
  const auto draw = [&] { save(titled_chart(), folder / "loss.png"); };
  EXPECT_THAT(message<FileError>(draw), AllOf(HasSubstr("loss.png"), HasSubstr("exit code 1"),
                                              HasSubstr("line 7: no paint left")));
  EXPECT_THAT(folder.names(), IsEmpty());
  write(folder / "loss.png", "old");
  EXPECT_THROW(draw(), FileError);
  EXPECT_EQ(read(folder / "loss.png"), "old");
  EXPECT_THAT(folder.names(), ElementsAre("loss.png"));
}

TEST(SvgConverter, AnEmptyOrHalfPictureIsNone) {
  const Scratch folder, bin;
  const PathGuard path(bin.path().string());
  for (const char* behaviour :
       {"exit 0\n", "echo '\x89PNG half' >\"$output\"\n", ": >\"$output\"\n"}) {
    write_program(bin / "rsvg-convert", std::string(kFindOutput) + behaviour);
    EXPECT_THAT(message<FileError>([&] { save(titled_chart(), folder / "loss.png"); }),
                HasSubstr("no whole picture"));
    EXPECT_THAT(folder.names(), IsEmpty());
  }
}

TEST(SvgConverter, AWholePictureIsTaken) {  // The fake of the tests above can also succeed.
  const Scratch folder, bin;
  write_program(bin / "rsvg-convert",
                std::string(kFindOutput) + "echo 'picture IEND' >\"$output\"\n");
  const PathGuard path(bin.path().string());
  save(titled_chart(), folder / "loss.png");
  EXPECT_EQ(read(folder / "loss.png"), "picture IEND\n");
}

TEST(SvgConverter, IsKilledWithItsChildrenWhenItHangs) {
  const Scratch folder, bin;
  write_program(bin / "rsvg-convert",
                "/bin/sleep 60 &\necho $! >\"" + (bin / "child").string() + "\"\nwait\n");
  const PathGuard path(bin.path().string());
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THAT(message<FileError>([&] {
                save(titled_chart(), folder / "loss.png",
                     {.timeout = std::chrono::milliseconds(2500)});
              }),
              HasSubstr("stopped after 2.5 seconds"));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
  EXPECT_THAT(folder.names(), IsEmpty());
  const pid_t child = std::stoi(read(bin / "child"));
  // Dead, or a zombie that nobody has collected yet: either way it does not sleep any more.
  const std::string state = read("/proc/" + std::to_string(child) + "/stat");
  EXPECT_TRUE(state.empty() || state.find(") Z ") != std::string::npos) << state;
}

TEST(SvgConverter, BadDataComesBeforeTheProgram) {
  const Scratch folder, empty;
  const PathGuard path(empty.path().string());
  EXPECT_THROW(save(Chart{.title = "t"}, folder / "loss.png"), DataError);
}

}  // namespace
}  // namespace riserun::plots
