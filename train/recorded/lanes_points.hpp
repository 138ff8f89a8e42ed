// How the lock-step engine sees a data point: which of its numbers differ from point to point, and
// what the loss is given in their place while it is recorded.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <ranges>
#include <span>
#include <tuple>
#include <type_traits>
#include <utility>

#include <riserun/lanes/recording/recorded_mlp.hpp>
#include <riserun/lanes/recording/recorded_parameters.hpp>
#include <riserun/train/data/dataset.hpp>

namespace riserun::train {

/// Specialise it for a point type of your own: `inputs(point)`, how many numbers it has;
/// `view(point)`, what the recorded loss is given; `write(point, to)`, the numbers in the view's
/// order. There are: DataPoint; ranges of doubles (lanes::Inputs); ranges of whole numbers
/// (lanes::Labels); and templates on the number type with
/// members(), such as
///
///   template <class T> struct Fall { T time, height; auto members() { return std::tie(time,
///   height); } };
///
/// of which a point is a Fall<double> and its view a Fall<lanes::Number>.
template <class Point>
struct LanesPoint;

/// A DataPoint while it is recorded.
struct RecordedDataPoint {
  lanes::Inputs x, target;
  lanes::Label label;
};

template <>
struct LanesPoint<DataPoint> {
  static lanes::PointLayout layout(const DataPoint& point) {
    const bool has_label = point.label >= 0;
    return {.x = point.x.size(),
            .targets = has_label ? 0 : point.target.size(),
            .has_label = has_label};
  }
  static std::size_t inputs(const DataPoint& point) { return layout(point).inputs(); }
  static RecordedDataPoint view(const DataPoint& point) {
    const lanes::PointLayout where = layout(point);
    const lanes::Target target = where.target_view();
    return {where.x_view(), target.values, target.label};
  }
  static void write(const DataPoint& point, std::span<double> to) {
    std::copy_n(point.x.data(), point.x.size(), to.data());  // pointers: one memmove
    if (point.label >= 0)
      to.back() = point.label;
    else
      std::ranges::copy(point.target, to.end() - static_cast<std::ptrdiff_t>(point.target.size()));
  }
};

template <std::ranges::sized_range Range>
requires std::is_same_v < std::ranges::range_value_t<Range>,
double > struct LanesPoint<Range> {
  static std::size_t inputs(const Range& point) { return std::ranges::size(point); }
  static lanes::Inputs view(const Range& point) { return {0, inputs(point)}; }
  static void write(const Range& point, std::span<double> to) {
    std::ranges::copy(point, to.begin());
  }
};

/// Whole numbers from 0 on that choose: symbols of a text, classes.
template <std::ranges::sized_range Range>
requires std::integral<std::ranges::range_value_t<Range>>
struct LanesPoint<Range> {
  static std::size_t inputs(const Range& point) { return std::ranges::size(point); }
  static lanes::Labels view(const Range& point) { return {0, inputs(point)}; }
  static void write(const Range& point, std::span<double> to) {
    std::ranges::transform(point, to.begin(), [](auto x) { return static_cast<double>(x); });
  }
};

template <template <class> class Members>
requires requires(Members<double>& point) { point.members(); }
struct LanesPoint<Members<double>> {
  static constexpr std::size_t kCount =
      std::tuple_size_v<decltype(std::declval<Members<double>&>().members())>;

  static std::size_t inputs(const Members<double>&) { return kCount; }
  static Members<lanes::Number> view(const Members<double>&) {
    Members<lanes::Number> recorded;
    std::apply(
        [](auto&... member) {
          std::size_t i = 0;
          ((member = lanes::Inputs(0, kCount)[i++]), ...);
        },
        recorded.members());
    return recorded;
  }
  static void write(Members<double> point, std::span<double> to) {
    std::apply(
        [&](const auto&... member) {
          std::size_t i = 0;
          ((to[i++] = member), ...);
        },
        point.members());
  }
};

}  // namespace riserun::train
