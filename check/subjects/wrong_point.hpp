// A point where an op is wrong: the likely mistake, and a simpler point that shows it too.
#pragma once

#include <span>
#include <string>

#include <riserun/check/subjects/engine_check.hpp>
#include <riserun/check/subjects/op_under_test.hpp>
#include <riserun/check/verdict/options.hpp>
#include <riserun/check/verdict/verdict.hpp>

namespace riserun::check {

/// Adds the likely mistake to the reason of a wrong point, and returns its name; empty where the
/// figures do not tell.
std::string name_mistake(const OpUnderTest& op, std::span<const double> x,
                         const EngineResult& engine, PointReport& report);

/// The simplest point (0, +-1, +-2^k in as many operands as possible) at which the op is wrong too;
/// the report itself where there is none.
[[nodiscard]] PointReport simplest(const OpUnderTest& op, const PointReport& wrong,
                                   const Options& options);

}  // namespace riserun::check
