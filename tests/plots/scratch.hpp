// A folder that goes away with the test, and a PATH of the test's own.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace riserun::plots::testing {

namespace fs = std::filesystem;

class Scratch {
 public:
  Scratch() {
    std::string name = (fs::temp_directory_path() / "riserun-plots-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
    path_ = name;
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  [[nodiscard]] fs::path operator/(const std::string& name) const { return path_ / name; }
  [[nodiscard]] const fs::path& path() const { return path_; }

  /// The names in it, temporary ones too.
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(path_))
      names.push_back(entry.path().filename());
    return names;
  }

 private:
  fs::path path_;
};

inline std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void write(const fs::path& file, const std::string& content) {
  std::ofstream(file, std::ios::binary) << content;
}

/// An executable shell script; it may use only shell builtins and absolute paths.
inline void write_program(const fs::path& file, const std::string& commands) {
  write(file, "#!/bin/sh\n" + commands);
  fs::permissions(file, fs::perms::owner_all);
}

/// PATH is `path` while this lives; nothing: unset.
class PathGuard {
 public:
  explicit PathGuard(const std::optional<std::string>& path) {
    if (const char* old = ::getenv("PATH")) old_ = old;
    set(path);
  }
  ~PathGuard() { set(old_); }
  PathGuard(const PathGuard&) = delete;
  PathGuard& operator=(const PathGuard&) = delete;

 private:
  static void set(const std::optional<std::string>& path) {
    if (path) {
      ::setenv("PATH", path->c_str(), 1);
    } else {
      ::unsetenv("PATH");
    }
  }
  std::optional<std::string> old_;
};

}  // namespace riserun::plots::testing
