// Numbers in the few digits that people read.
#pragma once

#include <string>

namespace riserun {

/// 18234.5 -> "18,234" (halves to even): thousands are what an eye cannot count.
[[nodiscard]] std::string with_thousands(double x);

/// Six digits; "nan" whatever its sign bit is.
[[nodiscard]] std::string number_text(double x);

/// A loss for reading: four decimals, or an exponent where they would lose it.
[[nodiscard]] std::string loss_text(double loss);

}  // namespace riserun
