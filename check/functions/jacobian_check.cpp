#include <riserun/check/functions/jacobian_check.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include <riserun/base/number_text.hpp>
#include <riserun/base/random.hpp>
#include <riserun/check/functions/guarded_calls.hpp>

namespace riserun::check {
namespace {

using Span = std::span<const double>;
using Vector = std::vector<double>;

constexpr int kRandomWeights = 3;
constexpr const char* kRandomSum = "w.f";

// Each weight makes a result as large as all others, whatever their sizes.
Vector random_weights(Span results, Random random) {
  Vector weights;
  for (const double result : results) {
    int exponent = 0;
    if (std::isfinite(result) && result != 0) std::frexp(result, &exponent);
    const double weight = std::nearbyint(random.uniform(0.5, 1.0) * 256) / 256;
    weights.push_back(std::ldexp(random.below(2) == 0 ? weight : -weight, -exponent));
  }
  return weights;
}

Vector unit(std::size_t size, std::size_t i) {
  Vector e(size, 0.0);
  e[i] = 1;
  return e;
}

double weighted(Span results, Span weights) {
  if (results.size() != weights.size())
    throw ShapeError(
        fmt::format("f gives {} results here and {} at the point", results.size(), weights.size()));
  double sum = 0;
  for (std::size_t k = 0; k < results.size(); ++k)
    if (weights[k] != 0) sum += weights[k] * results[k];
  return sum;
}

class Rows {
 public:
  Rows(const VectorFunction& f, Span at, const ModelOptions& options, std::string call)
      : f_(f), at_(at.begin(), at.end()), options_(options), call_(std::move(call)) {}

  // The results at the point, or the reason why there are none.
  [[nodiscard]] JacobianReport run() {
    JacobianReport report;
    std::optional<Vector> results;
    Differentiable first{.value =
                             [&](Span x) {
                               results = f_.value(x);
                               return 0.0;
                             },
                         .gradient = [](Span, std::span<double>) {},
                         .repro = {}};
    report.failure = GuardedCalls(first).first_calls(at_);
    if (!results || !report.failure.empty()) return report;
    if (results->empty()) {
      report.failure = "f gives no results";
      return report;
    }
    const std::size_t count = results->size();
    if (count <= kFewResults)
      for (std::size_t k = 0; k < count; ++k) add(unit(count, k), name_of(k), report);
    // One random sum of few shows what a product gets wrong of sums alone.
    for (int number = 0; number < (count <= kFewResults ? 1 : kRandomWeights); ++number) {
      if (count == 1) break;
      const Vector weights = random_weights(
          *results, Random(options_.seed).stream(100 + static_cast<std::uint64_t>(number)));
      const bool right = add(weights, kRandomSum, report);
      if (right || count <= kFewResults) continue;
      trace(weights, 0, count, report);
      break;
    }
    return report;
  }

 private:
  [[nodiscard]] static std::string name_of(std::size_t k) { return fmt::format("f[{}]", k); }

  [[nodiscard]] GradientAtPoint judge(const Vector& weights) const {
    Differentiable row{
        .value = [&](Span x) { return weighted(f_.value(x), weights); },
        .gradient = [&](Span x, std::span<double> out) { f_.transposed(x, weights, out); },
        .repro = [&](Span at) { return call_ + point_in_braces(at) + ")"; }};
    return check_differentiable(row, {at_}, options_).points.front();
  }

  bool add(const Vector& weights, const std::string& name, JacobianReport& report) const {
    GradientAtPoint gradient = judge(weights);
    for (std::vector<PointReport>* slopes : {&gradient.slopes, &gradient.wrong})
      for (PointReport& slope : *slopes) slope.subject = name;
    report.outputs.push_back({name, std::move(gradient)});
    return !is_wrong(report.outputs.back().gradient.verdict());
  }

  // Halves the results down to those that are wrong.
  void trace(const Vector& weights, std::size_t begin, std::size_t end,
             JacobianReport& report) const {
    if (static_cast<int>(report.outputs.size()) > options_.most_culprits + kRandomWeights) return;
    if (end - begin == 1) {
      add(unit(weights.size(), begin), name_of(begin), report);
      return;
    }
    const std::size_t middle = begin + (end - begin) / 2;
    for (const auto& [from, to] : {std::pair{begin, middle}, std::pair{middle, end}}) {
      Vector part(weights.size(), 0.0);
      std::copy_n(weights.begin() + static_cast<std::ptrdiff_t>(from), to - from,
                  part.begin() + static_cast<std::ptrdiff_t>(from));
      if (is_wrong(judge(part).verdict())) trace(weights, from, to, report);
    }
  }

  const VectorFunction& f_;
  Vector at_;
  const ModelOptions& options_;
  std::string call_;
};

}  // namespace

namespace internal {

void multiply_transposed(const Matrix& j, Span w, std::span<double> out) {
  if (j.rows != w.size() || j.columns != out.size())
    throw ShapeError(fmt::format("the Jacobian is {} x {}, expected {} x {}", j.rows, j.columns,
                                 w.size(), out.size()));
  std::fill(out.begin(), out.end(), 0.0);
  for (std::size_t row = 0; row < j.rows; ++row)
    for (std::size_t column = 0; w[row] != 0 && column < j.columns; ++column)
      out[column] += w[row] * j(row, column);
}

}  // namespace internal

Verdict JacobianReport::verdict() const {
  if (!failure.empty() || outputs.empty()) return Verdict::fail;
  Verdict worst = Verdict::pass;
  for (const Output& output : outputs) worst = std::max(worst, output.gradient.verdict());
  return worst;
}

std::string JacobianReport::brief() const {
  if (!failure.empty()) return fmt::format("FAIL: {}", failure);
  double coarsest = 0;
  std::string wrong;
  for (const Output& output : outputs) {
    for (const PointReport& slope : output.gradient.slopes)
      coarsest = std::max(coarsest, slope.resolution);
    if (!is_right(output.gradient.verdict())) wrong += (wrong.empty() ? "" : ", ") + output.name;
  }
  const auto sums = static_cast<std::size_t>(
      std::count_if(outputs.begin(), outputs.end(),
                    [](const Output& output) { return output.name == kRandomSum; }));
  std::string text = fmt::format("{}: ", to_string(verdict()));
  if (sums < outputs.size()) text += counted(outputs.size() - sums, "result") + ", ";
  if (sums > 0) text += counted(sums, "random sum") + " of results, ";
  text += fmt::format(
      "{}, resolution {:.1e}",
      counted(outputs.empty() ? 0 : outputs.front().gradient.at.size(), "coordinate"), coarsest);
  return wrong.empty() ? text : text + "; not right: " + wrong;
}

std::string JacobianReport::full() const {
  std::string text = brief() + '\n';
  for (const Output& output : outputs)
    if (passed() || !is_right(output.gradient.verdict()))
      text += output.name + '\n' + output.gradient.full(passed());
  return text;
}

JacobianReport check_rows(const VectorFunction& f, Span at, const ModelOptions& options) {
  return Rows(f, at, options, "check_jacobian(f, j, ").run();
}

JacobianReport check_columns(const VectorFunction& f, const ForwardProduct& product, Span at,
                             const ModelOptions& options) {
  // w.(J v) for every column: J^T w, from products with the unit vectors.
  constexpr double kRounding = 1e-10;
  const auto column = [&](Span x, Span v, std::size_t results) {
    Vector numbers = product(x, v);
    if (numbers.size() != results)
      throw ShapeError(fmt::format("jvp gives {} numbers, expected {}", numbers.size(), results));
    return numbers;
  };
  VectorFunction rows = f;
  const std::size_t size = at.size();
  rows.transposed = [&](Span x, Span w, std::span<double> out) {
    Vector sum(w.size(), 0.0), terms(w.size(), 0.0), direction(size);
    for (std::size_t i = 0; i < size; ++i) {
      const Vector numbers = column(x, unit(size, i), w.size());
      out[i] = weighted(numbers, w);
      direction[i] = i % 2 == 0 ? 1 + static_cast<double>(i % 5) / 4 : -1;
      for (std::size_t k = 0; k < w.size(); ++k) {
        sum[k] += direction[i] * numbers[k];
        terms[k] += std::abs(direction[i] * numbers[k]);
      }
    }
    const Vector along = column(x, direction, w.size());
    for (std::size_t k = 0; k < w.size(); ++k)
      if (!(std::abs(along[k] - sum[k]) <= kRounding * terms[k]) && std::isfinite(terms[k]))
        throw Error(
            fmt::format("jvp is not linear in v: {:.17g} along all coordinates, {:.17g} as "
                        "the sum of its columns, of result {}",
                        along[k], sum[k], k));
  };
  return Rows(rows, at, options, "check_jvp(f, jvp, ").run();
}

}  // namespace riserun::check
