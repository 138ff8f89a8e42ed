// The points an op is checked at: special values, magnitudes over the whole domain, tame values,
// close to the edges, close to ties. The same generator gives the same points.
#pragma once

#include <span>
#include <vector>

#include <riserun/base/random.hpp>
#include <riserun/core/op.hpp>

namespace riserun::check {

/// x rounded to 40 significant bits, so that x + h and x - h are exact for the steps that matter.
[[nodiscard]] double snapped(double x);

/// How far points go: magnitudes from 1e-10 up, or to the smallest and largest numbers of double
/// that the domain has.
enum class Reach { ordinary, ends_of_double };

/// `count` lists of `operands` values inside the op's domain, none of them a declared edge.
/// Throws nothing; an op whose domain is empty gets no points.
[[nodiscard]] std::vector<std::vector<double>> sample_points(const OpInfo& info, int operands,
                                                             int count, Random random,
                                                             Reach reach = Reach::ordinary);

/// The domain of an operand.
[[nodiscard]] Interval domain_of(const OpInfo& info, int operand);

/// Whether the op declares an edge of this kind at exactly these operands; its number, or -1.
[[nodiscard]] int declared_edge(const OpInfo& info, std::span<const double> at);

}  // namespace riserun::check
