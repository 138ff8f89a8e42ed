// What goes to the standard streams. Text that cannot be written must never cost a run its results:
// nothing here throws.
#pragma once

#include <string_view>

namespace riserun {

/// Opens /dev/null on each of the descriptors 0, 1 and 2 that is closed: a file that is opened later
/// must not become the place where messages go.
void open_standard_streams() noexcept;

/// Writes to stderr, for people: messages, progress. What cannot be written is lost.
void say(std::string_view text) noexcept;

/// Writes to stdout, for people and programs: results.
void put(std::string_view text) noexcept;

/// Sends on what was put so far. False when anything that was ever put could not be written; errno
/// then says why the first time.
bool flush_put() noexcept;

}  // namespace riserun
