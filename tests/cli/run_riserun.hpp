// Runs the real program and keeps what it said.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace riserun::test {

struct Result {
  int code = -1;  // exit code; 128 + signal when one ended it
  std::string out, err;
};

struct RunOptions {
  std::filesystem::path folder = {};                    // where it runs; empty: here
  std::map<std::string, std::string> environment = {};  // beside ours, or instead of it
  bool terminal = false;                                // stdout and stderr are one terminal (out)
  /// Called again and again while the program runs; may send it signals.
  std::function<void(int process)> meanwhile = {};
};

/// The program of this build with these arguments; killed after two minutes.
Result riserun(const std::vector<std::string>& arguments, const RunOptions& options = {});

/// A folder for one test, empty at its beginning and gone at its end.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] std::string operator/(std::string_view name) const {
    return (path_ / name).string();
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// Makes a file in it and returns its path.
  std::string write(std::string_view name, std::string_view text) const;

 private:
  std::filesystem::path path_;
};

std::string read(const std::filesystem::path& path);
bool contains(std::string_view text, std::string_view part);
int count(std::string_view text, std::string_view part);

/// Two separable classes, `rows` of each: columns x, y, kind.
std::string two_clouds(int rows);

}  // namespace riserun::test
