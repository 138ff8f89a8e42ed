// Classes or numbers? What labels are taken for where nobody says.
#pragma once

#include <cstddef>

namespace riserun::train {

/// So many different whole numbers are classes in any number of rows.
inline constexpr std::size_t kAlwaysClasses = 10;
/// Beyond that a class has at least so many rows on average.
inline constexpr std::size_t kRowsOfAClass = 5;
/// More different ones are counts, prices or years, in any number of rows.
inline constexpr std::size_t kMostClasses = 30;
/// Images come with labels of their own, which are classes (62 letters and digits, say).
inline constexpr std::size_t kMostImageClasses = 1000;

/// Whether labels that are all numbers are to be predicted as numbers: when any of them is not
/// whole, or unless few values cover many rows. 836 counts in 13000 rows are numbers, ten digits in
/// 1797 rows are classes.
[[nodiscard]] constexpr bool are_numbers(bool all_whole, std::size_t different, std::size_t rows,
                                         std::size_t most_classes = kMostClasses) {
  return !all_whole || different > most_classes ||
         (different > kAlwaysClasses && rows < kRowsOfAClass * different);
}

}  // namespace riserun::train
