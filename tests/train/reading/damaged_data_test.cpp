// Files of data with any byte changed, cut anywhere, or of absurd size: an error or a valid load.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include <riserun/base/errors.hpp>
#include <riserun/train/reading/csv.hpp>
#include <riserun/train/reading/features.hpp>
#include <riserun/train/reading/idx_data.hpp>
#include <riserun/train/reading/libsvm.hpp>
#include "tests/train/reading/idx_bytes.hpp"
#include "tests/train/thrown_message.hpp"

namespace riserun::train {
namespace {

template <class Parse>
int survivors(const std::string& valid, const Parse& parse) {
  int loaded = 0;
  const auto attempt = [&](const std::string& bytes) {
    try {
      EXPECT_GT(parse(bytes).size(), 0u);
      ++loaded;
    } catch (const Error&) {
    }
  };
  for (std::size_t size = 0; size <= valid.size(); ++size) attempt(valid.substr(0, size));
  for (std::size_t at = 0; at < valid.size(); ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string changed = valid;
      changed[at] = static_cast<char>(byte);
      attempt(changed);
    }
  }
  return loaded;
}

TEST(DamagedFiles, Csv) {
  for (bool missing : {false, true}) {
    EXPECT_GT(survivors("a,\"b\"\"c\",kind\n1,-2.5e1,\"u\"\r\n3,4,v\n",
                        [&](const std::string& bytes) {
                          return parse_csv(bytes, {.missing = missing}, "f");
                        }),
              100);
  }
}

TEST(DamagedFiles, Libsvm) {
  EXPECT_GT(survivors("+1 1:0.5 12:3 # x\n-1 2:7\r\n",
                      [](const std::string& bytes) { return parse_libsvm(bytes, {}, "f"); }),
            100);
}

TEST(DamagedFiles, Idx) {
  EXPECT_GT(survivors(kImages,
                      [](const std::string& bytes) {
                        return parse_idx_data(bytes, kLabels, {}, "f", "l");
                      }),
            100);
  EXPECT_GT(survivors(kLabels,
                      [](const std::string& bytes) {
                        return parse_idx_data(kImages, bytes, {.classes = {"0", "1"}}, "f", "l");
                      }),
            5);
}

TEST(DamagedFiles, ForAModel) {
  const Schema schema = parse_csv("a,b,kind\n1,2,u\n3,4,v\n", {}, "m").schema();
  EXPECT_GT(survivors("b,a,id,kind\n1,2,x,u\n3,4,y,v\n",
                      [&](const std::string& bytes) {
                        return parse_features(bytes, schema, {}, "f").data;
                      }),
            100);
}

TEST(DamagedFiles, EnormousFields) {
  const std::string nines(1 << 20, '9'), zeros(1 << 20, '0');
  EXPECT_THAT(
      message_of<DataError>([&] { (void)parse_csv("1," + nines + ",0\n", {}, "f"); }).size(),
      testing::Lt(200u));
  EXPECT_EQ(parse_csv("1,0." + zeros.substr(0, 200) + "1,0\n2,3,1\n", {}, "f")[0].x[1], 1e-201);
  EXPECT_EQ(parse_csv("1," + zeros + "4,0\n2,3,1\n", {}, "f")[0].x[1], 4.0);
  EXPECT_EQ(parse_csv("1,1" + std::string(300, '0') + ",0\n2,3,1\n", {}, "f")[0].x[1], 1e300);
  EXPECT_EQ(parse_csv("1,\"" + nines + "\"\n2,b\n", {}, "f").class_count(), 2u);
  EXPECT_THROW((void)parse_libsvm("1 " + nines + ":1\n", {}, "f"), DataError);
}

}  // namespace
}  // namespace riserun::train
