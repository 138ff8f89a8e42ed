#include <riserun/base/console.hpp>

#include <fcntl.h>

#include <atomic>
#include <cerrno>
#include <cstdio>

namespace riserun {
namespace {

std::atomic<int> first_error{0};  // of what was put

void keep_error() {
  int none = 0;
  first_error.compare_exchange_strong(none, errno != 0 ? errno : EIO);
}

}  // namespace

void open_standard_streams() noexcept {
  for (int descriptor = 0; descriptor <= 2; ++descriptor)
    if (::fcntl(descriptor, F_GETFD) < 0)  // open() takes the lowest that is free: this one
      static_cast<void>(::open("/dev/null", descriptor == 0 ? O_RDONLY : O_WRONLY));
}

void say(std::string_view text) noexcept {
  static_cast<void>(std::fwrite(text.data(), 1, text.size(), stderr));
  static_cast<void>(std::fflush(stderr));
}

void put(std::string_view text) noexcept {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) keep_error();
}

bool flush_put() noexcept {
  if (std::fflush(stdout) != 0) keep_error();
  errno = first_error;
  return first_error == 0;
}

}  // namespace riserun
