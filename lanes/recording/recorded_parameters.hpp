// What a loss is given while it is recorded: parameters and a point's inputs as Numbers, and inputs
// that are whole numbers as Labels.
#pragma once

#include <cstddef>
#include <vector>

#include <riserun/lanes/recording/recorded_functions.hpp>

namespace riserun::lanes {

/// A list of parameters or of inputs that follow each other. Cheap to copy.
template <Source kSource>
class Leaves {
 public:
  Leaves(std::size_t first, std::size_t count) : first_(first), count_(count) {}

  [[nodiscard]] std::size_t size() const { return count_; }
  /// The i-th, i < size().
  [[nodiscard]] Number operator[](std::size_t i) const { return Number(Ref(kSource, first_ + i)); }
  [[nodiscard]] Leaves slice(std::size_t offset, std::size_t count) const {
    return {first_ + offset, count};
  }

  class Iterator {
   public:
    using value_type = Number;
    using difference_type = std::ptrdiff_t;
    Iterator() : leaves_(0, 0) {}
    Iterator(Leaves leaves, std::size_t i) : leaves_(leaves), i_(i) {}
    Number operator*() const { return leaves_[i_]; }
    Iterator& operator++() { return ++i_, *this; }
    Iterator operator++(int) { return {leaves_, i_++}; }
    bool operator==(const Iterator& other) const { return i_ == other.i_; }

   private:
    Leaves leaves_;
    std::size_t i_ = 0;
  };
  [[nodiscard]] Iterator begin() const { return {*this, 0}; }
  [[nodiscard]] Iterator end() const { return {*this, count_}; }

 private:
  std::size_t first_, count_;
};

/// What nn::BoundParameters is on a tape.
using Parameters = Leaves<Source::parameter>;
/// Numbers that differ from point to point.
using Inputs = Leaves<Source::input>;

/// A list of classes, each of which is one of the point's inputs. Cheap to copy.
class Labels {
 public:
  Labels(std::size_t first, std::size_t count) : first_(first), count_(count) {}
  [[nodiscard]] std::size_t size() const { return count_; }
  /// The i-th, i < size().
  [[nodiscard]] Label operator[](std::size_t i) const {
    return Label(Number(Ref(Source::input, first_ + i)));
  }

 private:
  std::size_t first_, count_;
};

/// Row `label` of a table of parameters that has `rows` rows one after the other: an embedding.
/// Only this row is read for the point and gets its gradient. Throws ShapeError unless the table's
/// size is a multiple of `rows`.
std::vector<Number> pick_row(const Parameters& table, std::size_t rows, const Label& label);

}  // namespace riserun::lanes
