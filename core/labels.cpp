#include <riserun/core/labels.hpp>

#include <algorithm>

namespace riserun {
namespace {

// The place of a node's label, or where it would be.
auto place_in(auto& labels, std::uint64_t identity) {
  return std::ranges::lower_bound(labels, identity, {}, [](const auto& l) { return l.first; });
}

}  // namespace

std::string_view Labels::of(std::uint64_t identity) const {
  const auto found = place_in(labels_, identity);
  if (found == labels_.end() || found->first != identity) return {};
  return found->second;
}

void Labels::set(std::uint64_t identity, std::string_view text) {
  const auto found = place_in(labels_, identity);
  if (found != labels_.end() && found->first == identity)
    found->second = text;
  else
    labels_.emplace(found, identity, std::string(text));
}

}  // namespace riserun
