// What a user may ask to be checked: "tanh", "pow/1" or "pow/0@0x1p+1,3".
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <riserun/check/functions/gathering.hpp>
#include <riserun/check/subjects/suite.hpp>

namespace riserun::check {

struct Target {
  std::string op;
  int operand = -1;        // -1: every operand
  std::vector<double> at;  // empty: the op's own points
};

/// A function that is no op of the list, as one, at a point: what "x^2@x=3" stands for.
struct FunctionAt {
  OpUnderTest op;
  std::vector<double> at;
};
/// What a text that names no op stands for; nothing where it is an op's target after all. Throws
/// ConfigError.
using Functions = std::function<std::optional<FunctionAt>(std::string_view text)>;

/// An op, one of its operands or all (-1), and the point if there is one.
struct ResolvedTarget {
  OpUnderTest op;
  int operand = -1;
  std::vector<double> at;
};
/// Throws ConfigError for a text that is no target, an op or an operand that is not there.
[[nodiscard]] ResolvedTarget resolve_target(std::string_view text, std::span<const OpUnderTest> ops,
                                            const Functions& functions = {});

/// Throws ConfigError, saying what was expected, where the text is no target.
[[nodiscard]] Target parse_target(std::string_view text);

/// "0x1p+1,3": numbers separated by commas, decimal or hexadecimal. Throws ConfigError.
[[nodiscard]] std::vector<double> parse_point(std::string_view text);

/// The op of that name; throws ConfigError with the nearest names where there is none.
[[nodiscard]] const OpUnderTest& find_op(std::span<const OpUnderTest> ops, std::string_view name);

/// Judges one point: "tanh/0@0x1.2p+1", decimal or hexadecimal, operands separated by commas;
/// without "/0" every operand. Throws ConfigError for a text, op, operand or count that does not
/// fit.
[[nodiscard]] std::vector<PointReport> check_at(std::string_view target,
                                                std::span<const OpUnderTest> ops,
                                                const Options& options = {});
[[nodiscard]] std::vector<PointReport> check_at(std::string_view target,
                                                const Options& options = {});

/// All targets in one report, ops in their order, then subjects; no targets: everything. Every text
/// is parsed before anything is checked. Throws ConfigError as the functions above.
[[nodiscard]] SuiteReport check_targets(std::span<const std::string> targets,
                                        std::span<const OpUnderTest> ops,
                                        const Options& options = {}, const Watch& watch = {},
                                        std::span<const Subject> subjects = {},
                                        const Functions& functions = {});

}  // namespace riserun::check
