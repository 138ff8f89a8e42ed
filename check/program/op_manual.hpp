// The op manual: what every op is, where it is defined, what it does at its edges, how exact it is.
// All of it is read from the ops themselves and from a check of them.
#pragma once

#include <span>
#include <string>

#include <riserun/check/subjects/suite.hpp>

namespace riserun::check {

/// Markdown, a section an op. The accuracy column is left out for ops that `report` does not hold.
[[nodiscard]] std::string op_manual(std::span<const OpUnderTest> ops,
                                    const SuiteReport& report = {});

}  // namespace riserun::check
