#include "cli/interrupt.hpp"

#include <csignal>

namespace riserun::cli {

namespace {

volatile std::sig_atomic_t received = 0;

constexpr int kSignals[] = {SIGINT, SIGTERM};
struct sigaction before[2];

}  // namespace

InterruptGuard::InterruptGuard() {
  received = 0;
  struct sigaction action = {};
  action.sa_handler = [](int number) { received = number; };
  action.sa_flags = SA_RESETHAND | SA_RESTART;  // once; the next one finds the default again
  for (int i = 0; i < 2; ++i) {
    ::sigaction(kSignals[i], nullptr, &before[i]);
    // Who starts us in the background of a script may have had them ignored; so it stays.
    if (before[i].sa_handler != SIG_IGN) ::sigaction(kSignals[i], &action, nullptr);
  }
}

InterruptGuard::~InterruptGuard() {
  for (int i = 0; i < 2; ++i) ::sigaction(kSignals[i], &before[i], nullptr);
}

int InterruptGuard::signal() { return received; }

const char* InterruptGuard::name() { return received == SIGTERM ? "SIGTERM" : "SIGINT"; }

}  // namespace riserun::cli
