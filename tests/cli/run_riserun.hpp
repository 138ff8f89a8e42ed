// Runs the real program and keeps what it said.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/found_text.hpp"
#include "tests/temporary_folder.hpp"

namespace riserun::test {

inline const std::string kData = RISERUN_SOURCE_DIR "/examples/data/";
inline const std::string kIris = kData + "iris.csv";

struct Result {
  int code = -1;  // exit code; 128 + signal when one ended it
  std::string out, err;
};

struct RunOptions {
  std::filesystem::path folder = {};                    // where it runs; empty: here
  std::map<std::string, std::string> environment = {};  // beside ours, or instead of it
  std::filesystem::path input = "/dev/null";            // stdin, without a terminal
  bool terminal = false;                                // stdout and stderr are one terminal (out)
  /// Called in the new process before the program is: may set limits, replace or close streams.
  std::function<void()> before = {};
  /// Called again and again while the program runs; may send it signals.
  std::function<void(int process)> meanwhile = {};
};

/// The program of this build with these arguments; killed after two minutes.
Result riserun(const std::vector<std::string>& arguments, const RunOptions& options = {});

/// Arguments of a short training run into `out`, then those given.
std::vector<std::string> short_training(const std::string& data, const std::string& out,
                                        const std::vector<std::string>& more = {});

/// For RunOptions::meanwhile: sends the signal once, so long after the file or folder `path` is
/// there.
std::function<void(int process)> signal_once(int signal, std::filesystem::path path,
                                             std::chrono::milliseconds later = {});
/// For RunOptions::meanwhile: sends the signal once, as soon as the program has a handler for it.
std::function<void(int process)> signal_once_handled(int signal);

/// A folder for one test, whose paths are texts, as arguments are.
class Scratch {
 public:
  [[nodiscard]] std::string operator/(std::string_view name) const {
    return (folder_ / name).string();
  }
  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }
  /// Makes a file in it and returns its path.
  std::string write(std::string_view name, std::string_view text) const {
    return folder_.with(name, text).string();
  }

 private:
  TemporaryFolder folder_;
};

/// The content of a file; empty where it is not there.
inline std::string read(const std::filesystem::path& path) { return content_of(path); }

/// Two separable classes, `rows` of each: columns x, y, kind.
std::string two_clouds(int rows);

}  // namespace riserun::test
