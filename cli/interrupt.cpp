#include "cli/interrupt.hpp"

#include <csignal>

namespace riserun::cli {

namespace {

volatile std::sig_atomic_t received = 0;

void set_handlers(void (*handler)(int)) {
  struct sigaction action = {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESETHAND | SA_RESTART;  // once; the next one finds the default again
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
}

}  // namespace

InterruptGuard::InterruptGuard() {
  received = 0;
  set_handlers([](int number) { received = number; });
}

InterruptGuard::~InterruptGuard() { set_handlers(SIG_DFL); }

int InterruptGuard::signal() { return received; }

}  // namespace riserun::cli
