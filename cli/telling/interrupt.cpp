#include <riserun/cli/telling/interrupt.hpp>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>

#include <riserun/cli/telling/exit_code.hpp>

namespace riserun::cli {

namespace {

struct Signal {
  int number;
  const char* name;
};
constexpr std::array<Signal, InterruptGuard::kSignals> kHandled{
    {{SIGINT, "SIGINT"}, {SIGTERM, "SIGTERM"}, {SIGHUP, "SIGHUP"}}};

/// Where it is in kHandled.
std::size_t index_of(int number) {
  return static_cast<std::size_t>(std::ranges::find(kHandled, number, &Signal::number) -
                                  kHandled.begin());
}

int guards = 0;
std::array<struct sigaction, kHandled.size()> before;
std::atomic<int> received{0};
std::atomic<const Farewell*> farewells{nullptr};  // one for each of kHandled
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
  const Farewell& farewell = all[index_of(number)];
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
  for (std::size_t i = 0; i < kHandled.size(); ++i) {
    ::sigaction(kHandled[i].number, nullptr, &before[i]);
    // Who starts us in the background of a script, or under nohup, had them ignored; so it stays.
    if (before[i].sa_handler != SIG_IGN) ::sigaction(kHandled[i].number, &action, nullptr);
  }
}

InterruptGuard::~InterruptGuard() {
  if (--guards > 0) return;
  for (std::size_t i = 0; i < kHandled.size(); ++i)
    ::sigaction(kHandled[i].number, &before[i], nullptr);
}

int InterruptGuard::signal() { return received.load(); }

const char* InterruptGuard::name() { return name(signal()); }

const char* InterruptGuard::name(int signal) { return kHandled.at(index_of(signal)).name; }

PipesMayClose::PipesMayClose() : before_(std::signal(SIGPIPE, SIG_IGN)) {}

PipesMayClose::~PipesMayClose() { std::signal(SIGPIPE, before_); }

LeaveAtOnce::LeaveAtOnce(const std::function<Farewell(int)>& farewell) {
  for (std::size_t i = 0; i < kHandled.size(); ++i) farewells_[i] = farewell(kHandled[i].number);
  farewells.store(farewells_.data());
  if (const int number = received.load(); number != 0) act_on(number);
}

LeaveAtOnce::~LeaveAtOnce() { farewells.store(nullptr); }

}  // namespace riserun::cli
