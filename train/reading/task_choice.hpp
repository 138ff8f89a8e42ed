// Classes or numbers? What labels are taken for where nobody says.
#pragma once

#include <cstddef>

namespace riserun::train {

/// So many different whole numbers are classes in any number of rows.
inline constexpr std::size_t kAlwaysClasses = 20;
/// Beyond that a class has at least so many rows on average.
inline constexpr std::size_t kRowsOfAClass = 10;

/// Whether labels that are all numbers are to be predicted as numbers: when any of them is not
/// whole, or when they are too many different ones for classes. 214 values in 442 rows are numbers,
/// ten digits in 1797 rows are classes.
[[nodiscard]] constexpr bool are_numbers(bool all_whole, std::size_t different, std::size_t rows) {
  return !all_whole || (different > kAlwaysClasses && rows < kRowsOfAClass * different);
}

}  // namespace riserun::train
