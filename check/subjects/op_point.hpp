// One derivative of one op at one point: the question put to the judge.
#pragma once

#include <span>

#include <riserun/check/subjects/engine_check.hpp>
#include <riserun/check/subjects/op_under_test.hpp>
#include <riserun/check/verdict/judge.hpp>

namespace riserun::check {

/// forward(x); NaN where it throws outside the op's domain, as an op may. What it throws inside is
/// passed on.
[[nodiscard]] double forward_at(const OpUnderTest& op, std::span<const double> x);

/// Judges engine.gradient[operand] at x. A declared kink is passed as `declared`.
[[nodiscard]] PointReport judge_op(const OpUnderTest& op, std::span<const double> x, int operand,
                                   const EngineResult& engine, const Options& options,
                                   std::optional<double> declared = std::nullopt);

/// Judges the engine's whole gradient at once, along a direction of +-U[0.5, 1) in every operand:
/// what a wrong place in a long list cannot hide from.
[[nodiscard]] PointReport judge_direction(const OpUnderTest& op, std::span<const double> x,
                                          const EngineResult& engine, const Options& options,
                                          Random& random);

/// As the edge of that number declares it: boundaries exactly, kinks between the one-sided slopes.
[[nodiscard]] PointReport judge_edge(const OpUnderTest& op, int edge, int operand,
                                     const EngineResult& engine, const Options& options);

/// What repeats a point: "riserun check tanh/0@0x1.2p+1" (see Options::program); empty past 16
/// operands.
[[nodiscard]] std::string repro_of(const OpUnderTest& op, std::span<const double> x, int operand,
                                   const Options& options);

}  // namespace riserun::check
