// Fewer page faults for arrays of many megabytes.
#pragma once

#include <cstddef>

namespace riserun {

/// Asks the kernel to back these bytes by large pages (2 MiB on x86). Call it before they are first
/// written. A wish: nothing happens where there are none. Of reading a file of small numbers, whose
/// doubles take four times the text, half the time went into faults on small pages.
void prefer_large_pages(const void* first, std::size_t bytes);

}  // namespace riserun
