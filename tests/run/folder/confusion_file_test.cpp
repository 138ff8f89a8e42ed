#include <riserun/run/folder/confusion_file.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <riserun/base/errors.hpp>
#include "tests/temporary_folder.hpp"

namespace riserun::run {
namespace {

TEST(ConfusionFile, IsReadAgain) {
  const test::TemporaryFolder scratch;
  const Confusion confusion{{"cat", "\"dog\", big"}, {3, 1, 0, 4}};
  const Confusion again = load_confusion(scratch.with("confusion.json", to_json(confusion)));
  EXPECT_EQ(again.classes, confusion.classes);
  EXPECT_EQ(again.counts, confusion.counts);
}

TEST(ConfusionFile, RefusesWhatDoesNotFit) {
  const test::TemporaryFolder scratch;
  for (const char* text :
       {R"({"classes":["a","b"],"counts":[1,2,3]})", R"({"classes":["a"]})", "no JSON"})
    EXPECT_THROW(static_cast<void>(load_confusion(scratch.with("confusion.json", text))), DataError)
        << text;
}

}  // namespace
}  // namespace riserun::run
