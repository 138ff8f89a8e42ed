#include <riserun/base/memory_room.hpp>

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <map>
#include <string>

#include <riserun/base/errors.hpp>

namespace riserun {
namespace {

SystemText texts(std::map<std::string, std::string> files) {
  return [files = std::move(files)](const std::string& path) {
    const auto found = files.find(path);
    return found == files.end() ? std::string() : found->second;
  };
}

TEST(FreeMemory, IsWhatIsAvailableAndTheSwap) {
  EXPECT_EQ(
      free_memory(texts(
          {{"/proc/meminfo", "MemTotal:  9000 kB\nMemAvailable:    100 kB\nSwapFree: 20 kB\n"}})),
      120.0 * 1024.0);
  EXPECT_EQ(free_memory(texts({{"/proc/meminfo", "MemTotal:  9000 kB\n"}})), std::nullopt);
  EXPECT_EQ(free_memory(texts({})), std::nullopt);
}

TEST(GroupMemory, OfVersion2IsTheLeastOfAllGroupsAbove) {
  const std::map<std::string, std::string> files{
      {"/proc/self/cgroup", "0::/outer/inner\n"},
      {"/sys/fs/cgroup/outer/inner/memory.max", "max\n"},
      {"/sys/fs/cgroup/outer/inner/memory.current", "70\n"},
      {"/sys/fs/cgroup/outer/memory.max", "1000\n"},
      {"/sys/fs/cgroup/outer/memory.current", "400\n"},
      {"/sys/fs/cgroup/outer/memory.stat", "anon 1\ninactive_file 150\n"}};
  EXPECT_EQ(group_memory(texts(files)), 1000.0 - (400.0 - 150.0));
}

// Inside a container the path is that of the machine outside, and the limit lies at the root.
TEST(GroupMemory, IsFoundAtTheRootOfTheMount) {
  EXPECT_EQ(group_memory(texts({{"/proc/self/cgroup", "0::/somewhere/else\n"},
                                {"/sys/fs/cgroup/memory.max", "500\n"},
                                {"/sys/fs/cgroup/memory.current", "100\n"}})),
            400.0);
}

TEST(GroupMemory, OfVersion1IsInTheHierarchyOfMemory) {
  const std::map<std::string, std::string> files{
      {"/proc/self/cgroup", "5:cpu,cpuacct:/a\n4:memory:/a\n0::/\n"},
      {"/sys/fs/cgroup/memory/a/memory.limit_in_bytes", "1000\n"},
      {"/sys/fs/cgroup/memory/a/memory.usage_in_bytes", "1200\n"},
      {"/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n"},
      {"/sys/fs/cgroup/memory/memory.usage_in_bytes", "1\n"}};
  EXPECT_EQ(group_memory(texts(files)), 0.0);
  EXPECT_EQ(group_memory(texts({{"/proc/self/cgroup", "0::/\n"}})), std::nullopt);
  EXPECT_EQ(group_memory(texts({{"/proc/self/cgroup", "no group at all"}})), std::nullopt);
}

TEST(MemoryRoom, IsBoundedByTheProcessesOwnLimit) {
#if defined(__SANITIZE_ADDRESS__)
  GTEST_SKIP() << "the sanitizers need terabytes of addresses";
#endif
  const double before = memory_room().bytes;
  EXPECT_GT(before, 0.0);
  rlimit old{};
  ASSERT_EQ(::getrlimit(RLIMIT_DATA, &old), 0);
  const rlimit small{400 << 20, old.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_DATA, &small), 0);
  const MemoryRoom room = memory_room();
  ::setrlimit(RLIMIT_DATA, &old);
  EXPECT_LT(room.bytes, 400.0 * (1 << 20));
  EXPECT_GT(room.bytes, 100.0 * (1 << 20));
  EXPECT_NE(room.limit.find("ulimit -d"), std::string::npos);
}

TEST(RequireMemory, SaysTheFiguresAndWhatHelps) {
  const MemoryRoom room{3e9, "ulimit -v"};
  EXPECT_NO_THROW(require_memory(room, "x: training", {{"a", 1e9}, {"b", 2e9}}, "use less"));
  try {
    require_memory(room, "x: training", {{"a", 1e9}, {"b", 2.5e9}, {"c", 1e3}}, "use less");
    FAIL() << "3.5 GB fit into 3";
  } catch (const DataError& error) {
    EXPECT_STREQ(error.what(),
                 "x: training needs about 3.5 GB of memory (b 2.5 GB, a 1.0 GB), and this process "
                 "may have 3.0 GB (ulimit -v); use less");
  }
}

}  // namespace
}  // namespace riserun
