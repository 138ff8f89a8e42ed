#include "core/ops/reduction.hpp"

#include <string>
#include <vector>

namespace riserun {

Value dot(std::span<const Value> a, std::span<const Value> b) {
  if (a.size() != b.size())
    throw ShapeError("dot: the operands have " + std::to_string(a.size()) + " and " +
                     std::to_string(b.size()) + " elements; they must have the same number");
  thread_local std::vector<Value> both;  // grows to the largest dot, then no allocation
  both.assign(a.begin(), a.end());
  both.insert(both.end(), b.begin(), b.end());
  return apply<ops::Dot>(std::span<const Value>(both));
}

}  // namespace riserun
