#include <riserun/cli/telling/interrupt.hpp>

#include <unistd.h>

#include <atomic>
#include <csignal>
#include <utility>

#include <riserun/cli/telling/exit_code.hpp>

namespace riserun::cli {

namespace {

constexpr int kSignals[] = {SIGINT, SIGTERM};

int guards = 0;
struct sigaction before[2];
std::atomic<int> received{0};
std::atomic<const Farewell*> farewells{nullptr};  // one for each of kSignals
static_assert(std::atomic<int>::is_always_lock_free &&
              std::atomic<const Farewell*>::is_always_lock_free);

// What a signal handler may do is write and leave, no more.
void write_all(int descriptor, const std::string& text) {
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t count = ::write(descriptor, text.data() + done, text.size() - done);
    if (count <= 0) return;
    done += static_cast<std::size_t>(count);
  }
}

void act_on(int number) {
  received.store(number);
  const Farewell* const all = farewells.load();
  if (all == nullptr) return;
  const Farewell& farewell = all[number == SIGTERM ? 1 : 0];
  write_all(STDOUT_FILENO, farewell.out);
  write_all(STDERR_FILENO, farewell.err);
  ::_exit(kSignal + number);
}

}  // namespace

InterruptGuard::InterruptGuard() {
  if (guards++ > 0) return;
  received.store(0);
  struct sigaction action = {};
  action.sa_handler = act_on;
  action.sa_flags = SA_RESETHAND | SA_RESTART;  // once; the next one finds the default again
  for (int i = 0; i < 2; ++i) {
    ::sigaction(kSignals[i], nullptr, &before[i]);
    // Who starts us in the background of a script may have had them ignored; so it stays.
    if (before[i].sa_handler != SIG_IGN) ::sigaction(kSignals[i], &action, nullptr);
  }
}

InterruptGuard::~InterruptGuard() {
  if (--guards > 0) return;
  for (int i = 0; i < 2; ++i) ::sigaction(kSignals[i], &before[i], nullptr);
}

int InterruptGuard::signal() { return received.load(); }

const char* InterruptGuard::name() { return name(signal()); }

const char* InterruptGuard::name(int signal) { return signal == SIGTERM ? "SIGTERM" : "SIGINT"; }

LeaveAtOnce::LeaveAtOnce(Farewell on_interrupt, Farewell on_terminate)
    : farewells_{std::move(on_interrupt), std::move(on_terminate)} {
  farewells.store(farewells_);
  if (const int number = received.load(); number != 0) act_on(number);
}

LeaveAtOnce::~LeaveAtOnce() { farewells.store(nullptr); }

}  // namespace riserun::cli
