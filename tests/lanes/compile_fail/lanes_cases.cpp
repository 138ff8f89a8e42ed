// Misuse of recorded numbers that must not compile: one case a macro.
#include <riserun/lanes/lanes.hpp>

using riserun::lanes::Number;

int main() {
  const auto loss = [](const auto& p, const auto& x) {
#if defined(CORRECT)
    return select(x[0] > 0.0, p[0] * x[0], Number(0.0));
#elif defined(BRANCH)
    if (x[0] > 0.0) return p[0] * x[0];
    return p[0] * 2.0;
#elif defined(TERNARY)
    return x[0] > 0.0 ? p[0] * x[0] : p[0] * 2.0;
#elif defined(TO_DOUBLE)
    const double y = x[0];
    return p[0] * y;
#endif
  };
  return static_cast<int>(riserun::lanes::record(loss, 1, 1).nodes().size());
}
