// `Doubles`: an array whose numbers are not set and whose memory is kept from use to use.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>

namespace riserun {

class Doubles {
 public:
  /// Makes room for so many; what was there is lost where it grows.
  void make_room(std::size_t count) {
    if (count <= capacity_) return;
    capacity_ = 0;
    numbers_.reset();
    // A cache line is 64 bytes, and so is what the kernels take at once.
    const std::size_t bytes = (count * sizeof(double) + 63) / 64 * 64;
    numbers_.reset(static_cast<double*>(std::aligned_alloc(64, bytes)));
    if (numbers_ == nullptr) throw std::bad_alloc();
    capacity_ = bytes / sizeof(double);
  }
  [[nodiscard]] double* data() const { return numbers_.get(); }
  [[nodiscard]] double& operator[](std::size_t i) const { return numbers_.get()[i]; }
  [[nodiscard]] std::size_t memory() const { return capacity_ * sizeof(double); }

 private:
  struct Free {
    void operator()(double* numbers) const { std::free(numbers); }
  };
  std::unique_ptr<double, Free> numbers_;
  std::size_t capacity_ = 0;
};

}  // namespace riserun
