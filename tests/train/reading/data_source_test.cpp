#include <riserun/train/reading/data_source.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <riserun/base/errors.hpp>
#include "tests/train/reading/idx_bytes.hpp"
#include "tests/train/thrown_message.hpp"

namespace riserun::train {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(DataSource, TheContentTellsTheFormat) {
  const TemporaryFolder folder;
  const auto classes = [&](const char* name, const std::string& bytes) {
    return load_data(folder.with(name, bytes)).data.class_count();
  };
  EXPECT_EQ(classes("a", "1,2,u\n3,4,v\n5,6,w\n"), 3u);
  EXPECT_EQ(classes("b", "1\t2\tu\n3\t4\tv\n"), 2u);
  EXPECT_EQ(classes("c", "1 1:2\n2 2:3\n3 1:1\n4 1:1\n"), 4u);
  folder.with("x-labels", kLabels);
  EXPECT_EQ(classes("x-images", kImages), 2u);
  EXPECT_EQ(load_data("spirals:n=30,classes=5").data.class_count(), 5u);
  EXPECT_EQ(load_data("xor:", {.csv = {.task = Task::regression}}).data.task(), Task::regression);
}

TEST(DataSource, AFormatCanBeSaid) {
  const TemporaryFolder folder;
  const auto message = [&](const std::string& bytes, DataFormat format) {
    return message_of<DataError>([&] {
      (void)load_data(folder.with("f", bytes), {.format = format, .labels = folder / "f"});
    });
  };
  EXPECT_THAT(message("1,2\n3,4\n", DataFormat::idx), HasSubstr("f: byte 1: expected two zero"));
  EXPECT_THAT(message_of<DataError>([&] {
                (void)load_data(folder.with("f", "1,2\n"), {.format = DataFormat::libsvm});
              }),
              HasSubstr("f: no row has an index:value"));
  EXPECT_THAT(message_of<DataError>(
                  [&] { (void)load_data(folder.with("f", kImages), {.format = DataFormat::csv}); }),
              HasSubstr("binary"));
  EXPECT_EQ(data_format("libsvm"), DataFormat::libsvm);
  EXPECT_THAT(message_of<ConfigError>([] { (void)data_format("parquet"); }),
              HasSubstr("unknown format \"parquet\"; choose from auto, csv, idx, libsvm"));
  for (const std::string& name : data_format_names()) EXPECT_NO_THROW((void)data_format(name));
}

TEST(DataSource, OptionsThatTheFormatDoesNotHaveAreRefused) {
  const TemporaryFolder folder;
  const std::string csv = folder.with("a.csv", "1,u\n2,v\n"),
                    svm = folder.with("a", "1 1:2\n0 1:3\n");
  const auto message = [](const std::string& source, const DataOptions& options) {
    return message_of<ConfigError>([&] { (void)load_data(source, options); });
  };
  EXPECT_THAT(message(csv, {.labels = "l"}), HasSubstr("belongs to IDX images, and this is csv"));
  EXPECT_THAT(message(csv, {.features = 3}), HasSubstr("(`features`) is for LIBSVM"));
  EXPECT_THAT(message(svm, {.csv = {.label = "kind"}}), HasSubstr("names a column, and LIBSVM"));
  EXPECT_THAT(message(svm, {.csv = {.ignore = {"id"}}}), HasSubstr("`ignore`"));
  EXPECT_THAT(message("moons:", {.csv = {.label = "kind"}}), HasSubstr("a generator"));
}

TEST(DataSource, AGeneratorWithoutItsColonIsExplained) {
  const auto message = [](const char* name) {
    return message_of<FileError>([&] { (void)load_data(name); });
  };
  EXPECT_THAT(message("moons"), HasSubstr("the generator is called \"moons:\""));
  EXPECT_THAT(message("no-such-file"), testing::Not(HasSubstr("generator")));
}

TEST(DataSource, TheHashIsThatOfTheUncompressedBytes) {
  const TemporaryFolder folder;
  const std::string text = "1,2,u\n3,4,v\n";
  const auto hash = [](const std::filesystem::path& path, const DataOptions& options = {}) {
    return load_data(path, options).file_hash;
  };
  const auto plain = folder.with("a.csv", text);
  const std::uint64_t first = hash(plain);
  EXPECT_EQ(hash(folder.with("b.csv", text)), first);
  EXPECT_EQ(hash(plain, {.csv = {.label = "first", .task = Task::regression, .ignore = {"last"}}}),
            first);
  EXPECT_NE(hash(folder.with("c.csv", "1,2,u\n3,4,w\n")), first);
  const auto images = folder.with("x-images", kImages);
  folder.with("x-labels", kLabels);
  const std::uint64_t pair = hash(images);
  folder.with("x-labels", idx_bytes({3}, {1, 1, 0}));
  EXPECT_NE(hash(images), pair);
  EXPECT_NE(load_data("moons:").file_hash, load_data("moons:seed=2").file_hash);
}

Schema schema_of(const std::string& text) { return parse_csv(text, {}, "train.csv").schema(); }

TEST(DataSource, ForAModelEveryFormatFits) {
  const TemporaryFolder folder;
  const Schema schema = schema_of("1,2,0\n3,4,1\n");
  const auto load = [&](const std::string& source) { return load_data_for(source, schema).data; };
  EXPECT_THAT(load(folder.with("a", "5,6,1\n"))[0].x, ElementsAre(5, 6));
  const Dataset sparse = load(folder.with("b", "1 1:7\n"));  // fewer features than the model
  EXPECT_THAT(sparse[0].x, ElementsAre(7, 0));
  EXPECT_EQ(sparse[0].label, 1);
  EXPECT_EQ(load(folder.with("c", kImages)).task(), Task::unlabelled);
  folder.with("d-labels", kLabels);
  EXPECT_EQ(load(folder.with("d-images", kImages))[0].label, 1);
  EXPECT_EQ(load("moons:n=10").size(), 10u);
  EXPECT_THAT(message_of<DataError>([&] { (void)load(folder.with("e", "1 1:7 3:1\n")); }),
              HasSubstr("e:1:7: found index 3, and the model has 2 features"));
  EXPECT_THAT(message_of<DataError>([&] {
                (void)load(folder.with("f", idx_bytes({1, 3}, {1, 2, 3})));
              }),
              HasSubstr("the model needs 2 features, found 3"));
  EXPECT_THAT(message_of<DataError>([&] { (void)load(folder.with("g", "7 1:7\n")); }),
              HasSubstr("g:1:1: unknown class \"7\""));
}

TEST(DataSource, IgnoredColumnsMayBeThereOrNot) {
  const TemporaryFolder folder;
  const Schema schema =
      parse_csv("id1,1,2,u\nid2,3,4,v\n", {.ignore = {"1"}}, "train.csv").schema();
  const auto row = [&](const char* text) {
    const Dataset data = load_data_for(folder.with("a", text), schema).data;
    return std::vector<double>(data[0].x.begin(), data[0].x.end());
  };
  EXPECT_THAT(row("id9,5,6,v\n"), ElementsAre(5, 6));
  EXPECT_THAT(row("5,6,v\n"), ElementsAre(5, 6));
  EXPECT_THAT(row("5,6\n"), ElementsAre(5, 6));
}

}  // namespace
}  // namespace riserun::train
