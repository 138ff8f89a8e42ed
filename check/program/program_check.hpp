// `riserun check --program`: a program of any language under the checker, with the reports that ops
// have.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include <riserun/check/subjects/suite.hpp>

namespace riserun::check {

/// What is checked, as the command line has it.
struct ProgramCheck {
  std::string command{};           // of the shell
  std::vector<std::string> at{};   // points "1,2,3", or files of them
  std::vector<std::string> box{};  // "LOW,HIGH": one for each coordinate, or one for all of them
  int coordinates = 0;             // how many, where one box is for all
  int points = 16;                 // of the box
  std::chrono::milliseconds timeout{10'000};
};

/// All points that are asked for, each with as many coordinates as the first. A file has a point a
/// line, numbers separated by spaces, tabs or commas; # begins a comment. Throws ConfigError for
/// what cannot be read, DataError "x.txt:3: ..." for a file's line.
[[nodiscard]] std::vector<std::vector<double>> points_of(const ProgramCheck& check,
                                                         std::uint64_t seed);

struct ProgramReport {
  SuiteReport suite;   // a row for each coordinate; for all together where they are many
  std::string taylor;  // the Taylor table of each point
};

/// `stop` ends it early.
[[nodiscard]] ProgramReport check_program(const ProgramCheck& check, const Options& options,
                                          const std::function<bool()>& stop = {});

}  // namespace riserun::check
