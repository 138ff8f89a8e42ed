#include <riserun/plots/writing/save.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <riserun/base/errors.hpp>
#include <riserun/plots/writing/svg.hpp>
#include "tests/plots/charts.hpp"
#include "tests/plots/scratch.hpp"

namespace riserun::plots {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::read;
using testing::Scratch;

Chart chart() { return loss_chart(testing::history(20)); }

TEST(Save, AnSvgIsTheWritersText) {
  const Scratch folder;
  save(chart(), folder / "loss.svg");
  EXPECT_EQ(read(folder / "loss.svg"), to_svg(chart()));
  EXPECT_THAT(folder.names(), ElementsAre("loss.svg"));
}

TEST(Save, ExtensionInAnyCase) {
  const Scratch folder;
  save(chart(), folder / "LOSS.SVG");
  EXPECT_THAT(folder.names(), ElementsAre("LOSS.SVG"));
}

TEST(Save, OtherExtensionsAreRefused) {
  const Scratch folder;
  for (const char* name : {"loss.jpg", "loss", "loss.svg.gz", ".svg"}) {
    EXPECT_THROW(save(chart(), folder / name), ConfigError) << name;
  }
  EXPECT_THAT(folder.names(), IsEmpty());
}

TEST(Save, FolderMustExist) {
  const Scratch folder;
  EXPECT_THROW(save(chart(), folder / "absent" / "loss.svg"), FileError);
  EXPECT_THROW(save(chart(), folder / "absent" / "loss.png"), Error);
}

TEST(Save, NothingToDrawLeavesTheOldPicture) {
  const Scratch folder;
  testing::write(folder / "loss.svg", "old");
  EXPECT_THROW(save(Chart{.title = "t"}, folder / "loss.svg"), DataError);
  EXPECT_EQ(read(folder / "loss.svg"), "old");
  EXPECT_THAT(folder.names(), ElementsAre("loss.svg"));
}

}  // namespace
}  // namespace riserun::plots
