// A derivative as a picture: secants that turn into the tangent; a function over an interval.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <riserun/check/functions/slope_table.hpp>
#include <riserun/plots/kinds/slope_chart.hpp>

namespace riserun::run {

/// The table's runs on the curve of the function around `at`, of which operand `operand` moves.
[[nodiscard]] plots::SlopeColumns slope_columns(const check::SlopeTable& table,
                                                const check::OpUnderTest& function, int operand,
                                                std::span<const double> at, bool dark);

/// The function and backward's derivative where the operand goes from `low` to `high`, the others
/// staying; jumps are gaps. Throws ConfigError where the interval holds too few doubles.
[[nodiscard]] plots::FunctionColumns function_columns(const check::OpUnderTest& function,
                                                      int operand, std::span<const double> at,
                                                      double low, double high, bool dark);

/// One page without a network: the pictures one at a time with a slider, and the text beneath. All
/// pictures are whole SVG documents.
[[nodiscard]] std::string pictures_page(const std::string& title,
                                        const std::vector<std::string>& svgs,
                                        const std::string& text, bool dark);

}  // namespace riserun::run
