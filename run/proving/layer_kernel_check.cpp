#include <riserun/run/proving/layer_kernel_check.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include <riserun/base/aligned.hpp>
#include <riserun/base/random.hpp>
#include <riserun/check/functions/gathering.hpp>
#include <riserun/check/subjects/points.hpp>

namespace riserun::run {
namespace {

using Numbers = AlignedDoubles;
using Span = std::span<const double>;

std::vector<double> random_numbers(std::size_t count, Random random) {
  std::vector<double> numbers(count);
  for (double& x : numbers) x = check::snapped(random.uniform(-2, 2));
  return numbers;
}

// Judges f at numbers drawn for it; g fills in its derivatives.
void judge(check::Gathering& row, const std::string& subject, std::size_t size,
           const check::Options& options, check::LossFunction f, check::GradientFunction g) {
  const check::Differentiable both{.value = std::move(f), .gradient = std::move(g), .repro = {}};
  row.add(check::check_differentiable(both, {random_numbers(size, Random(options.seed).stream(1))},
                                      {.seed = options.seed}),
          subject);
}

double dot(const double* a, const double* b, std::size_t count) {
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += a[i] * b[i];
  return sum;
}

// Parts of one list of numbers, one after the other.
template <class Number>
class Parts {
 public:
  explicit Parts(std::span<Number> all) : rest_(all) {}
  Number* next(std::size_t count) {
    const std::span<Number> part = rest_.first(count);
    rest_ = rest_.subspan(count);
    return part.data();
  }

 private:
  std::span<Number> rest_;
};

// A layer of lanes: y = relu(start + W x) for `packs` packs of points.
struct LaneLayer {
  const lanes::LayerKernels& kernels;
  std::size_t rows, columns, packs;

  [[nodiscard]] std::size_t points() const { return packs * lanes::kLanes; }
  [[nodiscard]] std::size_t size() const { return rows * columns + rows + columns * points(); }

  Numbers forward(Span all) const {
    Parts parts(all);
    const double* const w = parts.next(rows * columns);
    const double* const start = parts.next(rows);
    const double* const x = parts.next(columns * points());
    const Numbers packed(x, x + columns * points());
    Numbers y(rows * points());
    kernels.product({.w = {w, columns, 1},
                     .rows = rows,
                     .columns = columns,
                     .start = start,
                     .start_step = 1,
                     .x = packed.data(),
                     .y = y.data(),
                     .step = points(),
                     .packs = packs,
                     .finish = lanes::Finish::relu});
    return y;
  }

  // d(sum of c y), by the kernels that a plan runs backward.
  void backward(Span all, Span c, std::span<double> gradient) const {
    const Numbers y = forward(all);
    Numbers dz(c.begin(), c.end());
    for (std::size_t i = 0; i < dz.size(); ++i) dz[i] *= y[i] > 0 ? 1 : 0;
    Parts inputs(all);
    const double* const w = inputs.next(rows * columns);
    inputs.next(rows);
    const double* const x = inputs.next(columns * points());
    Parts results(gradient);
    double* const dw = results.next(rows * columns);
    double* const dstart = results.next(rows);
    double* const dx = results.next(columns * points());

    const std::size_t width = (columns + 7) / 8 * 8;
    const Numbers packed(x, x + columns * points());
    Numbers in_rows(points() * width), sums((rows + 7) / 8 * 8), back(columns * points());
    kernels.to_rows(packed.data(), points(), columns, packs, in_rows.data(), width);
    kernels.to_packs(in_rows.data(), width, columns, packs, back.data(), points());
    const double moved = std::ranges::equal(packed, back) ? 0 : 1;  // seen as a wrong slope
    kernels.outer({.dw = dw,
                   .row_step = columns,
                   .rows = rows,
                   .columns = columns,
                   .a = dz.data(),
                   .step = points(),
                   .b = in_rows.data(),
                   .b_step = width,
                   .points = points(),
                   .repeats = 1,
                   .repeat_step = 0,
                   .set = true});
    kernels.lane_sums(dz.data(), points(), rows, points(), 1, 0, sums.data());
    std::copy_n(sums.begin(), rows, dstart);
    std::ranges::fill(back, moved);
    kernels.product({.w = {w, 1, columns},
                     .rows = columns,
                     .columns = rows,
                     .start = nullptr,
                     .start_step = 0,
                     .x = dz.data(),
                     .y = back.data(),
                     .step = points(),
                     .packs = packs});
    std::ranges::copy(back, dx);
  }
};

// y = start + sum of the terms, or of the products of two by two of them, for `packs` packs.
struct LaneSum {
  const lanes::SumKernels& kernels;
  const lanes::SumKernels& of_numbers;  // carries the start's share
  bool of_products;
  std::size_t count, packs;

  [[nodiscard]] std::size_t points() const { return packs * lanes::kLanes; }
  [[nodiscard]] std::size_t terms() const { return of_products ? 2 * count : count; }
  [[nodiscard]] std::size_t size() const { return (1 + terms()) * points(); }
  // Places: y, the start, the terms.
  [[nodiscard]] std::uint32_t place(std::size_t i) const {
    return static_cast<std::uint32_t>(i * points());
  }

  Numbers forward(Span all) const {
    Numbers values(points(), 0.0);
    values.insert(values.end(), all.begin(), all.end());
    std::vector<std::uint32_t> list;
    for (std::size_t i = 0; i < terms(); ++i) list.push_back(place(2 + i));
    const lanes::SumSite site{
        .y = place(0), .start = place(1), .terms = 0, .count = static_cast<std::uint32_t>(count)};
    kernels.forward({values.data(), nullptr, list.data(), nullptr, packs}, &site, 1);
    return values;
  }

  void backward(Span all, Span c, std::span<double> gradient) const {
    Numbers values = forward(all);
    Numbers gradients(values.size());
    std::ranges::copy(c, gradients.begin());
    std::vector<std::uint32_t> list;
    std::vector<lanes::ShareSite> shares;
    for (std::size_t i = 0; i < terms(); ++i) {
      shares.push_back({.to = place(2 + i),
                        .shares = static_cast<std::uint32_t>(list.size()),
                        .count = 1,
                        .sets = i % 2 == 0});
      list.push_back(place(0));
      if (of_products) list.push_back(place(2 + (i ^ 1)));
    }
    kernels.share({values.data(), gradients.data(), list.data(), nullptr, packs}, shares.data(),
                  shares.size());
    const lanes::ShareSite start{.to = place(1), .shares = 0, .count = 1};
    of_numbers.share({values.data(), gradients.data(), list.data(), nullptr, packs}, &start, 1);
    std::copy(gradients.begin() + static_cast<std::ptrdiff_t>(points()), gradients.end(),
              gradient.begin());
  }
};

// Any of the two above: the weighted sum of what it gives.
template <class Kernel>
void judge_kernel(check::Gathering& row, const std::string& subject, const Kernel& kernel,
                  std::size_t outputs, const check::Options& options) {
  const std::vector<double> c = random_numbers(outputs, Random(options.seed).stream(2));
  judge(
      row, subject, kernel.size(), options,
      [&](Span all) { return dot(c.data(), kernel.forward(all).data(), outputs); },
      [&](Span all, std::span<double> gradient) { kernel.backward(all, c, gradient); });
}

}  // namespace

check::OpReport check_affine(const nn::AffineKernels& kernels, Isa isa,
                             const check::Options& options) {
  check::Gathering row("nn.affine." + std::string(name(isa)), 0, options);
  for (const auto& [in, out] :
       {std::pair<std::size_t, std::size_t>{1, 1}, {3, 5}, {2, 8}, {9, 17}, {8, 33}, {17, 64}}) {
    const std::vector<double> c = random_numbers(out, Random(options.seed).stream(2));
    judge(
        row, fmt::format("affine {}-{} of {}", in, out, name(isa)), in + in * out + out, options,
        [&, in = in, out = out](Span all) {
          Parts parts(all);
          const double* const x = parts.next(in);
          const double* const w = parts.next(in * out);
          std::vector<double> z(out);
          kernels.forward(x, in, w, parts.next(out), out, z.data());
          return dot(c.data(), z.data(), out);
        },
        [&, in = in, out = out](Span all, std::span<double> gradient) {
          Parts results(gradient);
          double* const dx = results.next(in);
          double* const dw = results.next(in * out);
          kernels.backward(all.data(), in, all.data() + in, c.data(), out, dw, results.next(out),
                           dx);
        });
  }
  return row.close();
}

check::OpReport check_lane_layers(const lanes::Kernels& kernels, const check::Options& options) {
  check::Gathering row("lanes.layers." + std::string(name(kernels.isa)), 0, options);
  struct Size {
    std::size_t rows, columns, packs;
  };
  for (const Size& size : {Size{1, 1, 1}, {2, 3, 1}, {5, 8, 2}, {8, 7, 1}, {9, 17, 3}, {17, 33, 1}})
    judge_kernel(row,
                 fmt::format("layer {}-{} of {} packs of {}", size.columns, size.rows, size.packs,
                             name(kernels.isa)),
                 LaneLayer{kernels.layers, size.rows, size.columns, size.packs},
                 size.rows * size.packs * lanes::kLanes, options);
  return row.close();
}

check::OpReport check_lane_sums(const lanes::Kernels& kernels, const check::Options& options) {
  check::Gathering row("lanes.sums." + std::string(name(kernels.isa)), 0, options);
  for (const bool of_products : {false, true})
    for (const std::size_t count : {1, 2, 3, 5, 9})
      for (const std::size_t packs : {1, 2})
        judge_kernel(row,
                     fmt::format("sum of {} {} of {} packs of {}", count,
                                 of_products ? "products" : "numbers", packs, name(kernels.isa)),
                     LaneSum{of_products ? kernels.sums_of_products : kernels.sums, kernels.sums,
                             of_products, count, packs},
                     packs * lanes::kLanes, options);
  return row.close();
}

}  // namespace riserun::run
