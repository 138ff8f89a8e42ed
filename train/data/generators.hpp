// Toy problems of two features: where a model learns what it cannot, and where one sees it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <riserun/train/data/dataset.hpp>

namespace riserun::train {

/// moons: two half circles that reach into each other. circles: one inside the other. spirals: arms
/// wound around each other. xor_quadrants: opposite quadrants of a square belong together.
enum class Pattern { moons, circles, spirals, xor_quadrants };

/// "moons", "circles", "spirals", "xor".
[[nodiscard]] std::string_view to_string(Pattern pattern);

/// What to draw. The same values give the same points.
struct Generator {
  Pattern pattern = Pattern::moons;
  std::size_t points = 500;
  double noise = 0.1;       // deviation of what is added to both features
  std::uint64_t seed = 1;   // of the noise and of where on its curve a point lies
  std::size_t classes = 2;  // arms of the spirals; the others have 2

  /// Throws ConfigError for fewer points than classes and for impossible numbers.
  void validate() const;
};

/// Points with features x1, x2 and classes "0", "1", ..; classes take turns, row after row, so that
/// their sizes differ by one at most. For a regression the class index is the target.
[[nodiscard]] Dataset generate(const Generator& generator, Task task = Task::classification);

/// "moons:", "spirals:n=300,noise=0.05,seed=3,classes=3". Nothing for a text that does not begin
/// with a pattern's name and a colon: it names a file (./moons: is one, too). Throws ConfigError
/// for a setting that does not exist or does not fit.
[[nodiscard]] std::optional<Generator> parse_generator(std::string_view text);

/// "moons:n=500" for "moon:n=500": where the word before the colon is no pattern but near to one.
[[nodiscard]] std::optional<std::string> nearest_generator(std::string_view text);

/// The text that parse_generator reads back.
[[nodiscard]] std::string to_string(const Generator& generator);

}  // namespace riserun::train
