// One axis: the range it shows and the numbers written along it.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace riserun::plots {

/// The smallest interval that holds what was added.
struct Extent {
  double low = 0.0;
  double high = 0.0;
  bool empty = true;
  void add(double value);
};

/// A tick; without a label it is a minor one.
struct Tick {
  double value;
  std::string label;
};

struct Axis {
  bool log = false;
  double low = 0.0;  ///< low < high; on a log axis both are > 0.
  double high = 1.0;
  bool reversed = false;  ///< From high to low.
  std::vector<Tick> ticks = {};

  /// 0 at `low`, 1 at `high`; the other way round when reversed.
  [[nodiscard]] double place(double value) const;
};

struct AxisOptions {
  bool log = false;
  bool integer = false;       ///< Ticks at whole numbers only (epochs).
  bool percent = false;       ///< Fractions, written in percent.
  bool zero_if_near = false;  ///< Start at 0 when that costs less than a third of the range.
  double air = 0.0;           ///< Space beyond the data at both ends, as a fraction of the range.
  std::optional<double> floor = {};    ///< `air` does not reach below this.
  std::optional<double> ceiling = {};  ///< Nor above this.
  double length = 400.0;               ///< Pixels.
  double tick_spacing = 50.0;          ///< Pixels between labelled ticks, at least about.
};

/// An axis that shows `extent`, which may be empty or a single value. Magnitudes up to 1e300.
[[nodiscard]] Axis make_axis(const Extent& extent, const AxisOptions& options);

}  // namespace riserun::plots
