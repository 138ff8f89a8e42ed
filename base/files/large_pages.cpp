#include <riserun/base/files/large_pages.hpp>

#include <sys/mman.h>

#include <cstdint>

namespace riserun {

void prefer_large_pages([[maybe_unused]] const void* first, [[maybe_unused]] std::size_t bytes) {
#ifdef MADV_HUGEPAGE
  // The kernel takes whole small pages only; what lies at the ends may belong to others.
  constexpr std::uintptr_t kPage = 4096, kLarge = std::uintptr_t{2} << 20;
  if (bytes < 2 * kLarge) return;
  const auto begin = (reinterpret_cast<std::uintptr_t>(first) + kPage - 1) / kPage * kPage;
  const auto end = (reinterpret_cast<std::uintptr_t>(first) + bytes) / kPage * kPage;
  static_cast<void>(::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE));
#endif
}

}  // namespace riserun
