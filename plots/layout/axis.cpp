#include <riserun/plots/layout/axis.hpp>

#include <algorithm>
#include <cmath>

#include <riserun/plots/layout/axis_numbers.hpp>

namespace riserun::plots {
namespace {

// Below this relative difference the numbers on the axis could not be told apart.
constexpr double kSameValue = 1e-11;

void set_linear_range(Axis& axis, const Extent& extent, const AxisOptions& options) {
  const double largest = std::max(std::abs(extent.low), std::abs(extent.high));
  double span = extent.high - extent.low;
  axis.low = extent.low;
  axis.high = extent.high;
  if (span <= largest * kSameValue) {
    const double half = options.integer ? std::max(0.5, largest * 1e-6) : largest * 0.05;
    axis.low -= half > 0.0 ? half : 1.0;
    axis.high += half > 0.0 ? half : 1.0;
  } else {
    axis.low -= span * options.air;
    axis.high += span * options.air;
    if (options.zero_if_near && extent.low >= 0.0 && extent.low < 0.3 * extent.high) axis.low = 0.0;
    if (options.zero_if_near && extent.high <= 0.0 && extent.high > 0.3 * extent.low)
      axis.high = 0.0;
  }
  if (options.floor && extent.low >= *options.floor) axis.low = std::max(axis.low, *options.floor);
  if (options.ceiling && extent.high <= *options.ceiling) {
    axis.high = std::min(axis.high, *options.ceiling);
  }
  // With the floor and the ceiling on the only value the range is empty: widen it after all.
  if (!(axis.high > axis.low)) {
    const double half = largest > 0.0 ? largest * 0.05 : 1.0;
    axis.low -= half;
    axis.high += half;
  }
}

void set_log_range(Axis& axis, const Extent& extent, const AxisOptions& options) {
  const double ratio = extent.high / extent.low;  // At most inf, for 1e-300 to 1e300.
  const double air =
      ratio < 1.0 + kSameValue
          ? 3.0
          : std::pow(10.0, options.air * (std::log10(extent.high) - std::log10(extent.low)));
  axis.low = std::max(extent.low / air, 1e-305);
  axis.high = std::min(extent.high * air, 1e305);
}

// Multiples of a step 1, 2 or 5 times a power of ten.
void add_linear_ticks(Axis& axis, const AxisOptions& options) {
  const double wanted = std::max(2.0, std::floor(options.length / options.tick_spacing));
  const double rough =
      0.88 * (axis.high - axis.low) / wanted;  // A tick more than wanted is no harm.
  int exponent = static_cast<int>(std::floor(std::log10(rough)));
  int factor = 1;
  for (const int candidate : {1, 2, 5, 10}) {
    factor = candidate;
    if (candidate * std::pow(10.0, exponent) >= rough * (1.0 - 1e-9)) break;
  }
  if (factor == 10) factor = 1, ++exponent;
  if (options.integer && exponent < 0) factor = 1, exponent = 0;
  // Dividing by a whole power of ten rounds once; 3 * 0.1 would be 0.30000000000000004.
  const double power = std::pow(10.0, std::abs(exponent));
  const auto multiple = [&](double i) {
    return exponent < 0 ? i * factor / power : i * factor * power;
  };
  const double step = multiple(1.0);
  const double slack = 1e-9;
  std::vector<double> values;
  for (double i = std::ceil(axis.low / step - slack); i <= std::floor(axis.high / step + slack);
       ++i) {
    values.push_back(multiple(i) + 0.0);  // + 0.0: no "-0".
  }
  const std::vector<std::string> labels = number_labels(values, exponent, options.percent);
  for (std::size_t i = 0; i < values.size(); ++i) axis.ticks.push_back({values[i], labels[i]});
}

// Whether the labels of a log axis are short enough as they are: 0.0001 to 100000.
bool written_out(const Axis& axis) { return axis.low >= 0.7e-4 && axis.high < 1.1e5; }

// Labels at the given digits of each `every`-th decade; minor ticks between.
void add_decade_ticks(Axis& axis, const std::vector<int>& labelled, int every) {
  const int first = static_cast<int>(std::floor(std::log10(axis.low)));
  const int last = static_cast<int>(std::ceil(std::log10(axis.high)));
  const bool plain = written_out(axis);
  for (int decade = first; decade <= last; ++decade) {
    const bool on_beat = (decade % every + every) % every == 0;
    for (int digit = 1; digit <= (every == 1 ? 9 : 1); ++digit) {
      const double value =
          decade < 0 ? digit / std::pow(10.0, -decade) : digit * std::pow(10.0, decade);
      if (value < axis.low * (1.0 - 1e-12) || value > axis.high * (1.0 + 1e-12)) continue;
      // Of hundreds of decades the unlabelled ones would be a black bar.
      if (!on_beat && every > 5) continue;
      const bool major =
          on_beat && std::find(labelled.begin(), labelled.end(), digit) != labelled.end();
      axis.ticks.push_back({value, major ? power_label(digit, decade, plain) : std::string()});
    }
  }
}

void add_log_ticks(Axis& axis, const AxisOptions& options) {
  const double decades = std::log10(axis.high) - std::log10(axis.low);
  const double decade_length = options.length / decades;
  const auto labels = [&] {
    return std::count_if(axis.ticks.begin(), axis.ticks.end(),
                         [](const Tick& tick) { return !tick.label.empty(); });
  };
  // The closest labels of 1 2 5 are 0.30 of a decade apart, those of 1 3 are 0.48.
  // Between powers of ten 5×10⁻⁷ would say no more than a minor tick does.
  const bool powers_only = !written_out(axis) && decades > 2.0;
  if (powers_only && decade_length >= options.tick_spacing) {
    add_decade_ticks(axis, {1}, 1);
  } else if (0.30 * decade_length >= options.tick_spacing * 0.6) {
    add_decade_ticks(axis, {1, 2, 5}, 1);
  } else if (0.47 * decade_length >= options.tick_spacing * 0.6) {
    add_decade_ticks(axis, {1, 3}, 1);
  } else {
    int every = 1;
    for (const int candidate : {2, 5, 10, 20, 50, 100, 200}) {
      if (every * decade_length < options.tick_spacing) every = candidate;
    }
    add_decade_ticks(axis, {1}, every);
  }
  if (labels() >= (decades < 0.7 ? 3 : 2)) return;
  axis.ticks.clear();  // Less than a decade, roughly: even steps say more.
  add_linear_ticks(axis, options);
}

}  // namespace

void Extent::add(double value) {
  low = empty ? value : std::min(low, value);
  high = empty ? value : std::max(high, value);
  empty = false;
}

double Axis::place(double value) const {
  const double place = log ? (std::log(value) - std::log(low)) / (std::log(high) - std::log(low))
                           : (value - low) / (high - low);
  return reversed ? 1.0 - place : place;
}

Axis make_axis(const Extent& extent, const AxisOptions& options) {
  Axis axis{.log = options.log};
  Extent shown = extent;
  if (shown.empty) shown = {.low = options.log ? 0.1 : 0.0, .high = 1.0, .empty = false};
  if (options.log) {
    set_log_range(axis, shown, options);
    add_log_ticks(axis, options);
  } else {
    set_linear_range(axis, shown, options);
    add_linear_ticks(axis, options);
  }
  return axis;
}

}  // namespace riserun::plots
